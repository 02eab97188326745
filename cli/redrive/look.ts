import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Letter, letterOf } from './letter.ts';
import type { DeadLetters } from './queues.ts';

/** How long a message is hidden from others while it is looked at, should nobody give it back. */
const HIDDEN_SECONDS = 120;

/**
 * Receives every message of a queue, hands them over, and makes visible again what was not taken.
 * SQS answers from some of its servers only unless asked to wait, so it waits while it knows of more.
 */
export async function look<T>(
  sqs: SQSClient,
  queue: DeadLetters,
  act: (letters: readonly Letter[]) => Promise<{ readonly taken: ReadonlySet<string>; result: T }>,
): Promise<T> {
  const letters = new Map<string, Letter>();
  let taken: ReadonlySet<string> = new Set();
  try {
    for (let more = queue.visible > 0; more; ) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queue.url,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: HIDDEN_SECONDS,
          WaitTimeSeconds: letters.size < queue.visible ? 1 : 0,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      );
      const before = letters.size;
      for (const message of Messages) {
        const letter = letterOf(queue, message);
        letters.set(letter.messageId, letter);
      }
      /** What comes a second time was hidden for long enough: everything has been seen. */
      more = letters.size > before;
    }
    const acted = await act([...letters.values()]);
    taken = acted.taken;
    return acted.result;
  } finally {
    for (const { messageId, receiptHandle } of letters.values())
      if (!taken.has(messageId)) await giveBack(sqs, queue, receiptHandle);
  }
}

async function giveBack(sqs: SQSClient, queue: DeadLetters, ReceiptHandle: string): Promise<void> {
  try {
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queue.url,
        ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
  } catch (error) {
    /** Visible again already, or gone: both are what was wanted, and it becomes visible by itself. */
    if (!(error instanceof Error && /MessageNotInflight|ReceiptHandle/.test(error.name)))
      throw error;
  }
}
