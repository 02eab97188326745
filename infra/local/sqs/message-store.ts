import type { Clock } from '../clock.ts';
import type { Message, ReceivedMessage } from './message.ts';
import { receiptHandle } from './receipt-handle.ts';

/** One copy of a message in one queue. */
export interface StoredMessage {
  /** Its own even where two copies carry the same message id. */
  readonly key: string;
  readonly message: Message;
  /** In this queue. */
  receives: number;
  firstReceivedAt: number | undefined;
  /** Milliseconds since the epoch from which it can be received. */
  visibleAt: number;
  /** When it was last received. */
  receivedAt: number;
  /** Cancels the announcement that it is visible again. */
  cancelWake: () => void;
}

export type MessageState = 'visible' | 'inFlight' | 'delayed';

/** The messages of a queue, and when each can be received. */
export class MessageStore {
  readonly #clock: Clock;
  readonly #uuid: () => string;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #listeners = new Set<() => void>();

  constructor(clock: Clock, uuid: () => string) {
    this.#clock = clock;
    this.#uuid = uuid;
  }

  add(message: Message, delayMs: number): void {
    const stored: StoredMessage = {
      key: this.#uuid(),
      message,
      receives: 0,
      firstReceivedAt: message.firstReceivedAt,
      visibleAt: 0,
      receivedAt: 0,
      cancelWake: () => {},
    };
    this.#messages.set(stored.key, stored);
    this.hide(stored, delayMs);
  }

  /** A message that lay here before, as it was. */
  putBack(was: Omit<StoredMessage, 'cancelWake'>): void {
    const stored = { ...was, cancelWake: () => {} };
    this.#messages.set(stored.key, stored);
    this.hide(stored, Math.max(0, was.visibleAt - this.#clock.now()));
  }

  get(key: string): StoredMessage | undefined {
    return this.#messages.get(key);
  }

  /** Every message, the oldest first. It is safe to remove and hide on the way. */
  all(): Iterable<StoredMessage> {
    return this.#messages.values();
  }

  isVisible(stored: StoredMessage): boolean {
    return stored.visibleAt <= this.#clock.now();
  }

  stateOf(stored: StoredMessage): MessageState {
    if (this.isVisible(stored)) return 'visible';
    return stored.receives > 0 ? 'inFlight' : 'delayed';
  }

  /** Hands a message out and hides it. Every time there is a new receipt handle; the last one counts. */
  receive(stored: StoredMessage, queueArn: string, visibilityMs: number): ReceivedMessage {
    const now = this.#clock.now();
    stored.receives += 1;
    stored.receivedAt = now;
    stored.firstReceivedAt ??= now;
    if (visibilityMs > 0) this.hide(stored, visibilityMs);
    return {
      message: stored.message,
      receiptHandle: receiptHandle({ queueArn, key: stored.key, receive: stored.receives }),
      receiveCount: (stored.message.receivesBefore ?? 0) + stored.receives,
      firstReceivedAt: stored.firstReceivedAt,
    };
  }

  /** Makes a message visible after so many milliseconds; with 0, now. */
  hide(stored: StoredMessage, ms: number): void {
    stored.cancelWake();
    stored.visibleAt = this.#clock.now() + ms;
    if (ms > 0) stored.cancelWake = this.#clock.after(ms, () => this.announce());
    else this.announce();
  }

  remove(stored: StoredMessage): void {
    stored.cancelWake();
    this.#messages.delete(stored.key);
  }

  clear(): void {
    for (const stored of this.#messages.values()) this.remove(stored);
  }

  onAvailable(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announce(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
