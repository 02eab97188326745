import {
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskCommand,
  UnsupportedOperation,
} from '@aws-sdk/client-sqs';
import type { DeadLetters } from './queues.ts';
import type { Acting } from './send-back.ts';

/** How a move task of SQS stands or ended. */
export interface Moved {
  readonly queue: string;
  readonly status: string;
  readonly moved: number;
  readonly to_move: number;
  readonly failure?: string;
}

const LOOK_EVERY_MS = 1_000;

/** Lets SQS move everything in each of these back to the queue it came from, and shows how it goes. */
export async function moveBack(world: Acting, queues: readonly DeadLetters[]): Promise<Moved[]> {
  const ended: Moved[] = [];
  for (const queue of queues) ended.push(await move(world, queue));
  return ended;
}

async function move({ sqs, say, pause }: Acting, { arn, name }: DeadLetters): Promise<Moved> {
  try {
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn }));
  } catch (error) {
    /** One that runs already does the same: it is followed instead. */
    if (!(error instanceof UnsupportedOperation)) throw error;
    say(`${name}: ${error.message}`);
  }
  for (;;) {
    await pause(LOOK_EVERY_MS);
    const { Results: [latest] = [] } = await sqs.send(
      new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }),
    );
    const moved = movedOf(name, latest);
    const { status, failure } = moved;
    say(
      `${name}: ${status.toLowerCase()}, ${moved.moved} of ${moved.to_move} moved${failure ? `: ${failure}` : ''}`,
    );
    if (status !== 'RUNNING' && status !== 'CANCELLING') return moved;
  }
}

const movedOf = (queue: string, task: ListMessageMoveTasksResultEntry | undefined): Moved => ({
  queue,
  status: task?.Status ?? 'RUNNING',
  moved: task?.ApproximateNumberOfMessagesMoved ?? 0,
  to_move: task?.ApproximateNumberOfMessagesToMove ?? 0,
  ...(task?.FailureReason && { failure: task.FailureReason }),
});
