import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Operation } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { readOperation } from '../status/read-operation.ts';
import { type Finding, findingOf } from './finding.ts';
import { look } from './look.ts';
import type { DeadLetters } from './queues.ts';

/** Everything that lies in these queues, the oldest first, with what its sending would bring. */
export async function survey({
  sqs,
  operations,
  queues,
  now,
}: {
  readonly sqs: SQSClient;
  readonly operations: Pick<Operations, 'read'>;
  readonly queues: readonly DeadLetters[];
  readonly now: () => Date;
}): Promise<Finding[]> {
  const letters = await Promise.all(
    queues.map((queue) => look(sqs, queue, async (all) => ({ taken: new Set(), result: all }))),
  );
  const read = new Map<string, Operation | undefined>();
  const findings: Finding[] = [];
  for (const letter of letters.flat().sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime())) {
    const id = letter.about?.operationId;
    if (id !== undefined && !read.has(id)) read.set(id, await readOperation(operations, id));
    findings.push(findingOf(letter, id === undefined ? undefined : read.get(id), now()));
  }
  return findings;
}
