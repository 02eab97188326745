import type { MessageSource, SourceMessage } from '../service.ts';

/** A queue in which nothing becomes visible again. */
export class Queue implements MessageSource {
  readonly arn = 'arn:aws:sqs:eu-central-1:000000000000:jobs';
  readonly visibilityTimeoutSeconds = 30;
  readonly deleted: string[] = [];
  readonly givenUp: string[] = [];
  readonly received: number[] = [];
  readonly #waiting: SourceMessage[] = [];
  readonly #listeners = new Set<() => void>();

  put(...messages: (Partial<SourceMessage> & { readonly messageId: string })[]): void {
    for (const message of messages)
      this.#waiting.push({
        receiptHandle: `receipt-${message.messageId}`,
        body: '{}',
        attributes: {},
        messageAttributes: {},
        md5OfBody: 'md5',
        ...message,
      });
    for (const listener of this.#listeners) listener();
  }

  receive(max: number): readonly SourceMessage[] {
    const batch = this.#waiting.splice(0, max);
    if (batch.length > 0) this.received.push(batch.length);
    return batch;
  }

  delete(receiptHandle: string): void {
    this.deleted.push(receiptHandle);
  }

  giveUp(receiptHandle: string): void {
    this.givenUp.push(receiptHandle);
  }

  onAvailable(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
