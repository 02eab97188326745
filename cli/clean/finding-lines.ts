import { duration } from '../output/duration.ts';
import { table } from '../output/table.ts';
import { endOf, type Finding } from './finding.ts';
import { idOf, operationOf, type Thing } from './tagged.ts';

const kinds = { cluster: 'cluster', 'cluster-snapshot': 'snapshot', db: 'instance' } as const;

/** What goes, then what stays and why, a line each. */
export function findingLines(findings: readonly Finding[], now: Date): string[] {
  const rows = findings.flatMap((finding): string[][] => {
    if (finding.is === 'wanted') return [];
    const { thing } = finding;
    const begin = [kinds[thing.kind], idOf(thing), operationOf(thing)];
    if (finding.is === 'kept') return [['keep', ...begin, finding.why]];
    return [['remove', ...begin, reasonToGo(finding, now)]];
  });
  if (rows.length === 0) return ['No operation left anything.'];
  const order = (row: readonly string[]) => Number(row[0] === 'keep');
  return table([
    ['', 'WHAT', 'NAME', 'OPERATION', 'WHY'],
    ...rows.toSorted((a, b) => order(a) - order(b)),
  ]);
}

function reasonToGo(
  { operation, thing, resource }: Extract<Finding, { is: 'leftover' }>,
  now: Date,
): string {
  const age = duration(now.getTime() - Date.parse(endOf(operation)));
  const parts = [
    `${operation.status} ${age} ago at ${operation.step}`,
    ...(resource.role === 'final_snapshot' ? ['A FINAL SNAPSHOT, asked for by name'] : []),
    ...withIt(thing),
  ];
  return parts.join('; ');
}

function withIt(thing: Thing): string[] {
  if (thing.kind !== 'cluster') return [];
  const { cluster, instances } = thing;
  return [
    ...(instances.length > 0 ? [`with ${instances.map(({ id }) => id).join(', ')}`] : []),
    ...(cluster.deletion_protection ? ['its deletion protection is lifted'] : []),
    'no final snapshot',
  ];
}

/** The same for scripts. */
export const findingRecord = (finding: Exclude<Finding, { is: 'wanted' }>) => ({
  kind: finding.thing.kind,
  id: idOf(finding.thing),
  operation_id: operationOf(finding.thing),
  remove: finding.is === 'leftover',
  ...(finding.is === 'kept' && { why: finding.why }),
});
