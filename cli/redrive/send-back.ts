import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Finding } from './finding.ts';
import { look } from './look.ts';
import { sourceQueue } from './queues.ts';
import { sendOn } from './send-on.ts';
import { isSelected, type Selection } from './wanted.ts';

export interface Acting {
  readonly sqs: SQSClient;
  readonly environment: string;
  readonly say: (text: string) => void;
  readonly pause: (ms: number) => Promise<unknown>;
}

/**
 * Sends on one by one what a move task cannot: one operation's messages among others', and events
 * that EventBridge never delivered. Gives the ids of the messages that were sent.
 */
export async function sendBack(
  { sqs, environment, say }: Acting,
  selection: Selection,
  findings: readonly Finding[],
): Promise<string[]> {
  const queues = new Set(
    findings
      .map(({ letter }) => letter.queue)
      .filter(({ service }) => selection.by === 'operation' || service === undefined),
  );
  const sent = new Set<string>();
  for (const queue of queues)
    await look(sqs, queue, async (letters) => {
      for (const letter of letters) {
        const { service, messageId } = letter;
        if (!isSelected(selection, letter) || service === undefined) continue;
        await sendOn(sqs, letter, await sourceQueue(sqs, environment, service));
        sent.add(messageId);
        say(`sent to ${service}: ${letter.event ?? 'message'} ${messageId}`);
      }
      return { taken: sent, result: undefined };
    });
  return [...sent];
}
