import type { Stage } from '../../events/index.ts';
import { stages } from '../../events/index.ts';

export interface Message {
  readonly messageId: string;
  readonly stage: Stage;
  readonly body: Record<string, unknown>;
  readonly sentAt: number;
  readonly checkId?: string | undefined;
  receiveCount: number;
  /** In the world's milliseconds. */
  visibleAt: number;
}

export const MAX_RECEIVES = 3;
const VISIBILITY_MS = 90_000;

/** Every stage's queue, and its dead-letter queue. */
export class Queues {
  readonly #waiting = new Map<Stage, Message[]>(stages.map((stage) => [stage, []]));
  readonly #dead = new Map<Stage, Message[]>(stages.map((stage) => [stage, []]));
  #ids = 0;

  send(stage: Stage, body: Record<string, unknown>, now: number, options: Options = {}): void {
    const { checkId, delaySeconds = 0 } = options;
    this.#of(stage).push({
      messageId: `message-${++this.#ids}`,
      stage,
      body,
      sentAt: now,
      checkId,
      receiveCount: 0,
      visibleAt: now + delaySeconds * 1000,
    });
  }

  #of(stage: Stage): Message[] {
    return this.#waiting.get(stage) ?? [];
  }

  get all(): Message[] {
    return [...this.#waiting.values()].flat();
  }

  get dead(): Message[] {
    return [...this.#dead.values()].flat();
  }

  /** Gives a message to somebody, for whom it stays hidden from others; or gives it up. */
  receive(message: Message, now: number): Message | undefined {
    if (message.receiveCount >= MAX_RECEIVES) {
      this.delete(message);
      this.#dead.get(message.stage)?.push(message);
      return undefined;
    }
    message.receiveCount += 1;
    message.visibleAt = now + VISIBILITY_MS;
    return { ...message };
  }

  /** By whoever was given the message, or a copy of it. */
  delete({ stage, messageId }: Message): void {
    const queue = this.#of(stage);
    const at = queue.findIndex((message) => message.messageId === messageId);
    if (at >= 0) queue.splice(at, 1);
  }

  /** Does nothing for a message that somebody else was given since. */
  hide({ stage, messageId, receiveCount }: Message, until: number): void {
    const message = this.#of(stage).find((one) => one.messageId === messageId);
    if (message?.receiveCount === receiveCount) message.visibleAt = until;
  }

  redrive(message: Message, now: number): void {
    const queue = this.#dead.get(message.stage);
    const at = queue?.indexOf(message) ?? -1;
    if (at < 0) return;
    queue?.splice(at, 1);
    const { stage, body, checkId } = message;
    this.send(stage, body, now, { checkId });
  }
}

interface Options {
  readonly checkId?: string | undefined;
  readonly delaySeconds?: number;
}
