import type { MessageSource, SourceMessage } from '../service.ts';
import { failedMessages } from './batch-response.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { Invocations } from './invocations.ts';
import { isLoop } from './lineage.ts';
import type { Logs } from './logs.ts';
import { sqsEvent } from './sqs-event.ts';

export interface QueuePollerOptions {
  readonly source: MessageSource;
  readonly definition: FunctionDefinition;
  readonly invocations: Pick<Invocations, 'invoke' | 'pool'>;
  readonly batchSize: number;
  readonly mostConcurrent: number;
  /** Whether the function answers with the messages it failed at. */
  readonly reportsFailures: boolean;
  readonly logs: Logs;
}

/**
 * Invokes a function for the messages of a queue. A message is received only once there is a worker
 * for it; what the function does not manage stays in the queue until its visibility timeout ends.
 */
export class QueuePoller {
  readonly #options: QueuePollerOptions;
  readonly #ends: readonly (() => void)[];
  #running = 0;
  #closed = false;

  constructor(options: QueuePollerOptions) {
    this.#options = options;
    const poll = (): void => this.#poll();
    this.#ends = [options.source.onAvailable(poll), options.invocations.pool.onRoom(poll)];
    poll();
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#ends) end();
  }

  #poll(): void {
    const { definition, invocations, source, batchSize } = this.#options;
    const most = Math.min(this.#options.mostConcurrent, invocations.pool.capacity(definition));
    while (!this.#closed && this.#running < most && invocations.pool.hasRoom(definition)) {
      const received = source.receive(batchSize);
      if (received.length === 0) return;
      const batch = received.filter((message) => !this.#stopLoop(message));
      if (batch.length > 0) void this.#deliver(batch);
    }
  }

  async #deliver(batch: readonly SourceMessage[]): Promise<void> {
    const { definition, invocations, source, reportsFailures } = this.#options;
    this.#running += 1;
    const outcome = await invocations.invoke(
      definition,
      sqsEvent(batch, source.arn),
      batch.map((message) => message.attributes.AWSTraceHeader),
    );
    const ids = batch.map((message) => message.messageId);
    const reported = reportsFailures && 'result' in outcome && failedMessages(outcome.result, ids);
    const failed = 'error' in outcome ? ids : reported || [];
    for (const message of batch)
      if (!failed.includes(message.messageId)) source.delete(message.receiptHandle);
    this.#running -= 1;
    this.#poll();
  }

  #stopLoop(message: SourceMessage): boolean {
    const { definition, logs, source } = this.#options;
    if (definition.recursionAllowed || !isLoop(definition.arn, message.attributes.AWSTraceHeader))
      return false;
    logs.add(definition, 'Stopped: recursive loop detected after 16 runs in one chain of messages');
    source.giveUp(message.receiptHandle);
    return true;
  }
}
