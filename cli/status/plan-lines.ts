import type { Operation } from '../../shared/operation/operation.ts';
import type { Plan, PlanFinding } from '../../shared/operation/plan.ts';
import { PROGRAM } from '../program-name.ts';
import { commandFor } from '../restore/request.ts';
import { settingsLines } from './settings-lines.ts';
import type { Showing } from './showing.ts';
import { subject } from './subject.ts';

/** A plan, for people: whether the restore can finish, what is in its way, and what it would do. */
export function planLines(
  operation: Operation,
  plan: Plan,
  { paint, flags = [] }: Pick<Showing, 'paint' | 'flags'>,
): string[] {
  const { can_finish, findings, unproven, waits, deletes, creates, keeps, notes } = plan;
  const { target } = operation;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...lines.map((text) => `  ${text}`)];
  const command = [
    PROGRAM,
    ...commandFor({ ...operation.request, dry_run: !can_finish }),
    ...flags,
  ];
  return [
    `A restore of ${subject(operation)} ${paint(can_finish ? 'green' : 'red', verdict(plan))}`,
    ...section(
      'In its way',
      findings.flatMap((finding) => findingLines(finding)),
    ),
    ...section(
      'Unproven',
      unproven.flatMap((finding) => [
        ...findingLines(finding),
        finding.allowed
          ? '  The deployment lets a restore go on without it.'
          : '  The deployment lets no restore go on without it.',
      ]),
    ),
    ...section('Would wait for', waits),
    ...section('Would delete', deletes),
    ...section('Would create', creates),
    ...section('Would keep', keeps),
    ...section('Settings', target ? settingsLines(target) : []),
    ...section('Notes', notes),
    '',
    can_finish
      ? 'Nothing was changed. Carry it out with:'
      : 'Nothing was changed. Plan again with:',
    '',
    `  ${paint('bold', command.join(' '))}`,
  ];
}

function verdict({ can_finish, findings, unproven }: Plan): string {
  if (can_finish) return unproven.length === 0 ? 'can finish' : 'can finish, as far as is known';
  const refused = unproven.filter(({ allowed }) => !allowed).length;
  const reasons = [
    ...(findings.length > 0 ? [`${things(findings.length)} in its way`] : []),
    ...(refused > 0 ? [`${things(refused)} unproven`] : []),
  ];
  return `cannot finish: ${reasons.join(', ')}`;
}

const things = (count: number): string => (count === 1 ? '1 thing is' : `${count} things are`);

const findingLines = ({ code, field, message, remedy }: PlanFinding): string[] => [
  `${code}${field === undefined || message.includes(field) ? '' : ` (${field})`}: ${message}`,
  `  ${remedy}`,
];
