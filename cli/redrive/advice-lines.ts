import type { Place } from '../place.ts';
import { PROGRAM } from '../program-name.ts';
import type { Finding } from './finding.ts';
import type { Moved } from './move-back.ts';
import { queueOf, type Selection } from './wanted.ts';

interface Result {
  readonly selection: Selection;
  readonly findings: readonly Finding[];
  readonly sent: readonly string[];
  readonly moved: readonly Moved[];
  readonly dryRun: boolean;
}

/** How to go on after what was shown or done. */
export function adviceLines(result: Result, { flags }: Place): string[] {
  const { selection, findings, dryRun } = result;
  const command = (...words: string[]) => `  ${[PROGRAM, ...words, ...flags].join(' ')}`;
  if (selection.by === 'operation' && findings.length === 0) return nothingOf(selection, command);
  if (findings.length === 0) return [];
  if (selection.by === 'nothing') return howTo(findings, command);
  if (dryRun) return ['', 'Nothing was sent: this was a dry run.'];
  const went = [...new Set(findings.filter(({ goesOn }) => goesOn).map(idOf))];
  const stuck = findings.filter(
    ({ letter }) => letter.queue.service === undefined && letter.service === undefined,
  );
  return [
    ...stuck.map(
      ({ letter }) =>
        `left in ${letter.queue.name}: ${letter.messageId} does not say which queue it is for`,
    ),
    ...(went.length > 0
      ? ['', 'See how it goes on with:', ...went.map((id) => command('status', id, '--watch'))]
      : []),
  ];
}

type Command = (...words: string[]) => string;

function howTo(findings: readonly Finding[], command: Command): string[] {
  const [first] = findings.filter(({ goesOn }) => goesOn).map(idOf);
  const [step] = findings.flatMap(({ letter }) => letter.service ?? []);
  return [
    '',
    'Mend the cause, then send messages back with one of:',
    ...(first ? [command('redrive --operation', first)] : []),
    ...(step ? [command('redrive --step', step)] : []),
    command('redrive --all'),
  ];
}

function nothingOf(
  { operation }: Extract<Selection, { by: 'operation' }>,
  command: Command,
): string[] {
  const { operation_id, status, step } = operation;
  const queue = queueOf(operation);
  if (status === 'planned')
    return [
      `There is nothing to redrive: operation ${operation_id} was only a plan, which has ended.`,
    ];
  if (!queue)
    return [
      `Operation ${operation_id} is ${status.replace('_', ' ')}: there is nothing to redrive.`,
    ];
  return [
    `No message of operation ${operation_id} lies in ${queue}.`,
    'It may be on its way there for a few minutes more, or was sent back just now. Where it is lost:',
    command('replay', operation_id, '--from', step),
  ];
}

const idOf = ({ letter }: Finding): string => letter.about?.operationId ?? '';
