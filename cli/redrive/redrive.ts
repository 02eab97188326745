import { setTimeout as sleep } from 'node:timers/promises';
import { operationsAt, queuesClient } from '../aws/clients.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { exitCodeOf } from '../status/exit-code.ts';
import { noSuchOperation, readOperation } from '../status/read-operation.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { adviceLines } from './advice-lines.ts';
import { hiddenLines, letterLines, letterRecord } from './letter-lines.ts';
import { moveBack } from './move-back.ts';
import { type DeadLetters, deadLetterQueues } from './queues.ts';
import { sendBack } from './send-back.ts';
import { survey } from './survey.ts';
import { type Given, isSelected, queueOf, type Selection, selectionOf } from './wanted.ts';

export interface Wanted extends Given {
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Time, which passes otherwise in tests. */
export interface Time {
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
}

const realTime: Time = { now: () => new Date(), pause: sleep };

/** Shows what lies in dead-letter queues and sends back what is asked for; nothing if nothing is. */
export async function redrive(
  wanted: Wanted,
  place: Place,
  terminal: Terminal,
  time = realTime,
): Promise<ExitCode> {
  const { operations } = operationsAt(place, terminal.env);
  const sqs = queuesClient(place, terminal.env);
  const selection = await selectionOf(wanted, async (id) => {
    const operation = await readOperation(operations, id);
    if (!operation) throw noSuchOperation(id, place.environment);
    return operation;
  });
  const say = (text: string) => line(wanted.json ? terminal.err : terminal.out, text);
  const all = await deadLetterQueues(sqs, place.environment);
  const queues = all.filter((queue) => isLookedAt(selection, queue));
  const found = await survey({ sqs, operations, queues, now: time.now });
  const findings = found.filter(({ letter }) => isSelected(selection, letter));
  const shown = letterLines(findings, time.now(), placeOf(selection));
  for (const text of [...shown, ...hiddenLines(queues)]) say(text);

  const world = { sqs, environment: place.environment, say, pause: time.pause };
  const acts = !wanted.dryRun && selection.by !== 'nothing';
  const sent = acts ? await sendBack(world, selection, findings) : [];
  const moved =
    acts && selection.by !== 'operation' ? await moveBack(world, queuesOf(findings)) : [];
  const result = { selection, findings, sent, moved, dryRun: wanted.dryRun };
  for (const text of adviceLines(result, place)) say(text);
  if (wanted.json)
    json(terminal.out, { messages: findings.map(letterRecord), sent, moved, dry_run: !acts });
  if (moved.some(({ status }) => status !== 'COMPLETED')) return exitCodes.failed;
  return selection.by === 'operation' && findings.length === 0
    ? exitCodeOf(selection.operation)
    : exitCodes.ok;
}

const isLookedAt = (selection: Selection, { name, service }: DeadLetters): boolean => {
  if (service === undefined) return true;
  if (selection.by === 'step') return service === selection.service;
  if (selection.by !== 'operation') return true;
  const queue = queueOf(selection.operation);
  return queue === undefined || name === queue;
};

const placeOf = (selection: Selection): string => {
  if (selection.by === 'step') return `the dead-letter queue of ${selection.service}`;
  return selection.by === 'operation'
    ? `the dead-letter queues of operation ${selection.operation.operation_id}`
    : 'the dead-letter queues';
};

const queuesOf = (findings: readonly { readonly letter: { readonly queue: DeadLetters } }[]) => [
  ...new Set(findings.map(({ letter }) => letter.queue).filter(({ service }) => service)),
];
