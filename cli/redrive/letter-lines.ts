import { duration } from '../output/duration.ts';
import { table } from '../output/table.ts';
import { codeOf, type Finding } from './finding.ts';
import type { DeadLetters } from './queues.ts';

/** What lies in the queues, a line each, under a heading. */
export function letterLines(findings: readonly Finding[], now: Date, where: string): string[] {
  if (findings.length === 0) return [`Nothing lies in ${where}.`];
  return table([
    ['STEP', 'OPERATION', 'EVENT', 'CODE', 'AGE', 'IF SENT AGAIN'],
    ...findings.map((finding) => {
      const { letter, outcome } = finding;
      const { queue, service, about, event, sentAt, undelivered } = letter;
      return [
        queue.service ?? `${service ?? '?'} (undelivered)`,
        about?.operationId ?? '-',
        event ?? '-',
        codeOf(finding) ?? '-',
        duration(now.getTime() - sentAt.getTime()),
        undelivered === undefined ? outcome : `${outcome}; not delivered: ${undelivered}`,
      ];
    }),
  ]);
}

/** Messages that cannot be seen now, because somebody else is looking at them. */
export const hiddenLines = (queues: readonly DeadLetters[]): string[] =>
  queues
    .filter(({ hidden }) => hidden > 0)
    .map(({ name, hidden }) => `${name}: ${hidden} more, being looked at by somebody else`);

/** The same for scripts. */
export const letterRecord = (finding: Finding) => {
  const { letter, operation, outcome, goesOn } = finding;
  const { queue, service, about, event, messageId, sentAt, undelivered } = letter;
  return {
    queue: queue.name,
    message_id: messageId,
    sent_at: sentAt.toISOString(),
    ...(service && { step: service }),
    ...(about && { operation_id: about.operationId, sequence: about.sequence }),
    ...(event && { event }),
    ...(operation && { status: operation.status }),
    ...(codeOf(finding) && { code: codeOf(finding) }),
    ...(undelivered !== undefined && { undelivered }),
    goes_on: goesOn,
    outcome,
  };
};
