import type { ListMessageMoveTasksResultEntry } from '@aws-sdk/client-sqs';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';
import type { SendingSurroundings } from './sending.ts';

export interface MoveOrder {
  readonly handle: string;
  readonly source: Queue;
  /** Without it every message goes back to the queue it came from. */
  readonly destinationArn?: string | undefined;
  readonly perSecond?: number | undefined;
}

/**
 * Moves what is visible in a dead-letter queue when its turn comes. A moved message is a new one: new
 * id, its retention and its receives start again.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
export class MoveTask {
  readonly order: MoveOrder;
  readonly #startedAt: number;
  readonly #findQueue: (arn: string) => Queue | undefined;
  readonly #around: SendingSurroundings;
  #status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED' = 'RUNNING';
  #moved = 0;
  #toMove = 0;
  #failureReason: string | undefined;
  #cancelNext: () => void;

  constructor(
    order: MoveOrder,
    findQueue: (arn: string) => Queue | undefined,
    around: SendingSurroundings,
  ) {
    this.order = order;
    this.#startedAt = around.clock.now();
    this.#findQueue = findQueue;
    this.#around = around;
    this.#cancelNext = around.clock.after(0, () => {
      this.#toMove = order.source.counts().visible;
      this.#moveSome();
    });
  }

  get isRunning(): boolean {
    return this.#status === 'RUNNING';
  }

  get moved(): number {
    return this.#moved;
  }

  /** What was moved stays moved. */
  cancel(): void {
    this.#status = 'CANCELLED';
    this.#cancelNext();
  }

  describe(): ListMessageMoveTasksResultEntry {
    const { handle, source, destinationArn, perSecond } = this.order;
    return {
      ...(this.isRunning && { TaskHandle: handle }),
      Status: this.#status,
      SourceArn: source.arn,
      DestinationArn: destinationArn,
      MaxNumberOfMessagesPerSecond: perSecond,
      ApproximateNumberOfMessagesMoved: this.#moved,
      ApproximateNumberOfMessagesToMove: this.#toMove,
      FailureReason: this.#failureReason,
      StartedTimestamp: this.#startedAt,
    };
  }

  #moveSome(): void {
    const { source, perSecond = Number.POSITIVE_INFINITY } = this.order;
    let left = perSecond;
    for (const stored of source.visible()) {
      if (left === 0) {
        this.#cancelNext = this.#around.clock.after(1000, () => this.#moveSome());
        return;
      }
      const target = this.#targetOf(stored.message);
      if (target === undefined) return;
      source.messages.remove(stored);
      target.send(this.#renewed(stored.message), 0);
      this.#moved += 1;
      left -= 1;
    }
    this.#status = 'COMPLETED';
  }

  /** Fails the task where there is none. */
  #targetOf({ deadLetterSource }: Message): Queue | undefined {
    const arn = this.order.destinationArn ?? deadLetterSource;
    if (arn === undefined) return this.#fail('CouldNotDetermineMessageSource');
    return this.#findQueue(arn) ?? this.#fail('AWS.SimpleQueueService.NonExistentQueue');
  }

  #fail(reason: string): undefined {
    this.#status = 'FAILED';
    this.#failureReason = reason;
  }

  #renewed({ body, attributes, senderId, traceHeader }: Message): Message {
    const { clock, uuid } = this.#around;
    return { id: uuid(), body, attributes, senderId, traceHeader, sentAt: clock.now() };
  }
}
