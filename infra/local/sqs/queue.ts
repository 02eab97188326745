import type { Clock } from '../clock.ts';
import type { Fault, Faults } from '../faults.ts';
import { ServiceError } from '../service.ts';
import { invalidValue } from './errors.ts';
import type { Message, ReceivedMessage } from './message.ts';
import { type MessageState, MessageStore, type StoredMessage } from './message-store.ts';
import { type QueueAttributes, type QueueSettings, readSettings } from './queue-settings.ts';
import { readReceipt } from './receipt-handle.ts';

export interface QueueSurroundings {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly uuid: () => string;
  readonly findQueue: (arn: string) => Queue | undefined;
}

export interface QueuePlace {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

export const queueArn = ({ accountId, region, name }: QueuePlace) =>
  `arn:aws:sqs:${region}:${accountId}:${name}`;

/** A standard queue. */
export class Queue {
  readonly place: QueuePlace;
  readonly arn: string;
  readonly tags = new Map<string, string>();
  readonly createdAt: number;
  modifiedAt: number;
  purgedAt = Number.NEGATIVE_INFINITY;
  readonly messages: MessageStore;
  readonly #around: QueueSurroundings;
  #attributes: QueueAttributes = {};
  #settings: QueueSettings = readSettings({});

  constructor(place: QueuePlace, around: QueueSurroundings, createdAt = around.clock.now()) {
    this.place = place;
    this.arn = queueArn(place);
    this.createdAt = createdAt;
    this.modifiedAt = createdAt;
    this.messages = new MessageStore(around.clock, around.uuid);
    this.#around = around;
  }

  get settings(): QueueSettings {
    return this.#settings;
  }

  /** What was set; see `readSettings` for what holds where nothing was. */
  get attributes(): QueueAttributes {
    return this.#attributes;
  }

  /** Sets these attributes and keeps the others. An empty value takes an attribute away. */
  set(attributes: QueueAttributes): void {
    const merged = Object.entries({ ...this.#attributes, ...attributes });
    const remaining = Object.fromEntries(merged.filter(([, value]) => value !== ''));
    this.#settings = readSettings(remaining);
    this.#attributes = remaining;
    this.modifiedAt = this.#around.clock.now();
  }

  /** Everything that enters the queue enters here: it may be lost, doubled or delayed on the way. */
  send(message: Message, delaySeconds: number): void {
    const faults = this.#around.faults({
      boundary: 'message',
      queue: this.place.name,
      body: message.body,
      attributes: valuesOf(message.attributes),
      delaySeconds,
    });
    const { copies, delayMs } = disturb(faults);
    for (let copy = 0; copy < copies; copy += 1)
      this.messages.add(message, delaySeconds * 1000 + delayMs);
  }

  /**
   * Hands out up to `max` visible messages. Those received `maxReceiveCount` times already move to the
   * dead-letter queue instead: AWS moves them on the next receive, not when their time is up.
   */
  receive(max: number, visibilityTimeout = this.#settings.visibilityTimeout): ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    for (const stored of this.visible()) {
      if (received.length === max) break;
      if (this.#isExhausted(stored)) this.#deadLetter(stored);
      else received.push(this.messages.receive(stored, this.arn, visibilityTimeout * 1000));
    }
    return received;
  }

  /** Forgets the messages past their retention, then gives what can be received, the oldest first. */
  *visible(): Generator<StoredMessage> {
    this.#expire();
    for (const stored of this.messages.all()) if (this.messages.isVisible(stored)) yield stored;
  }

  /** Deleting what is gone succeeds; so does deleting with a handle older than the last, without effect. */
  delete(handle: string): void {
    const stored = this.#received(handle);
    if (stored) this.messages.remove(stored);
  }

  changeVisibility(handle: string, seconds: number): void {
    const stored = this.#received(handle);
    if (stored === undefined)
      throw invalidValue(
        handle,
        'ReceiptHandle',
        'Message does not exist or is not available for visibility timeout change.',
      );
    if (this.messages.isVisible(stored))
      throw new ServiceError('MessageNotInflight', "The specified message isn't in flight.");
    const until = this.#around.clock.now() + seconds * 1000;
    if (until > stored.receivedAt + LONGEST_VISIBILITY_MS)
      throw invalidValue(
        seconds,
        'VisibilityTimeout',
        'Total VisibilityTimeout for the message is beyond the limit [43200 seconds].',
      );
    this.messages.hide(stored, seconds * 1000);
  }

  /** To the dead-letter queue at once, however often it was received; without one it is lost. */
  giveUp(handle: string): void {
    const stored = this.#received(handle);
    if (stored) this.#deadLetter(stored);
  }

  counts(): Readonly<Record<MessageState, number>> {
    this.#expire();
    const counts = { visible: 0, inFlight: 0, delayed: 0 };
    for (const stored of this.messages.all()) counts[this.messages.stateOf(stored)] += 1;
    return counts;
  }

  #received(handle: string): StoredMessage | undefined {
    const receipt = readReceipt(handle, this.arn);
    const stored = this.messages.get(receipt.key);
    return stored?.receives === receipt.receive ? stored : undefined;
  }

  #isExhausted(stored: StoredMessage): boolean {
    const { redrive } = this.#settings;
    return (
      redrive !== undefined &&
      stored.receives >= redrive.maxReceiveCount &&
      this.#deadLetterQueue() !== undefined
    );
  }

  #deadLetterQueue(): Queue | undefined {
    const arn = this.#settings.redrive?.deadLetterTargetArn;
    return arn === undefined ? undefined : this.#around.findQueue(arn);
  }

  #deadLetter(stored: StoredMessage): void {
    this.messages.remove(stored);
    const { message, receives, firstReceivedAt } = stored;
    const moved: Message = {
      ...message,
      deadLetterSource: this.arn,
      receivesBefore: (message.receivesBefore ?? 0) + receives,
      firstReceivedAt,
    };
    this.#deadLetterQueue()?.send(moved, 0);
  }

  #expire(): void {
    const oldest = this.#around.clock.now() - this.#settings.retentionSeconds * 1000;
    for (const stored of this.messages.all())
      if (stored.message.sentAt < oldest) this.messages.remove(stored);
  }
}

/** 12 hours from the receive. */
const LONGEST_VISIBILITY_MS = 43_200_000;

function disturb(faults: readonly Fault[]): { readonly copies: number; readonly delayMs: number } {
  let copies = 1;
  let delayMs = 0;
  for (const fault of faults)
    if (fault.kind === 'drop') copies = 0;
    else if (fault.kind === 'repeat') copies += fault.times;
    else if (fault.kind === 'delay') delayMs += fault.ms;
    else throw new Error(`A message on its way into a queue cannot suffer '${fault.kind}'`);
  return { copies, delayMs };
}

const valuesOf = (attributes: Message['attributes']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { StringValue }]) =>
      StringValue === undefined ? [] : [[name, StringValue]],
    ),
  );
