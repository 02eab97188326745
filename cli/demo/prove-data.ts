import { isDeepStrictEqual } from 'node:util';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { table } from '../output/table.ts';
import { type Check, check } from './check.ts';
import type { Scene } from './scene.ts';

type Before = Pick<Scene, 'atSnapshot' | 'afterwards'>;
type Table = Fingerprint['tables'][string] | undefined;

/** Every table is as it was in the snapshot, and as the source is no longer. */
export const proveData = (restored: Fingerprint, { atSnapshot, afterwards }: Before): Check[] => [
  ...proveTables(restored, atSnapshot, afterwards),
  ...(['views', 'triggers', 'routines'] as const).map((kind) =>
    check(
      isDeepStrictEqual(restored[kind], atSnapshot[kind]),
      `${kind} as in the snapshot: ${Object.keys(atSnapshot[kind]).join(', ')}`,
    ),
  ),
];

function proveTables(restored: Fingerprint, atSnapshot: Fingerprint, source: Fingerprint): Check[] {
  const names = Object.keys({ ...atSnapshot.tables, ...restored.tables }).sort();
  const rows = names.map((name) => {
    const [now, then, changed] = [restored, atSnapshot, source].map((of) => of.tables[name]);
    const holds = isDeepStrictEqual(now, then) && !isDeepStrictEqual(now, changed);
    const cells = [
      name,
      said(now),
      isDeepStrictEqual(now, then) ? '= the snapshot' : `the snapshot: ${said(then)}`,
      `source now: ${said(changed)}`,
    ];
    return { holds, cells };
  });
  const texts = table(rows.map(({ cells }) => cells));
  return rows.map(({ holds }, index) => check(holds, texts[index] ?? ''));
}

const said = (data: Table): string =>
  data ? `${data.rows} rows, checksum ${data.checksum}` : 'missing';
