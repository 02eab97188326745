import { type Call, ServiceError } from '../service.ts';
import { invalidParameter, queueDoesNotExist, required } from './errors.ts';
import { Queue, type QueuePlace, type QueueSurroundings, queueArn } from './queue.ts';
import type { QueueAttributes } from './queue-settings.ts';
import { checkRedrive } from './redrive.ts';

/** Every queue of the environment, whatever its account and region. */
export class Queues {
  readonly #queues = new Map<string, Queue>();
  readonly #deletedAt = new Map<string, number>();
  readonly #around: QueueSurroundings;
  readonly #endpoint: () => string;

  constructor(around: Omit<QueueSurroundings, 'findQueue'>, endpoint: () => string) {
    this.#around = { ...around, findQueue: (arn) => this.find(arn) };
    this.#endpoint = endpoint;
  }

  find(arn: string): Queue | undefined {
    return this.#queues.get(arn);
  }

  all(): readonly Queue[] {
    return [...this.#queues.values()];
  }

  in({ accountId, region }: { readonly accountId: string; readonly region: string }) {
    return this.all().filter(
      ({ place }) => place.accountId === accountId && place.region === region,
    );
  }

  /** The queues whose redrive policy names this one. */
  sourcesOf(deadLetterArn: string): readonly Queue[] {
    return this.all().filter(
      (queue) => queue.settings.redrive?.deadLetterTargetArn === deadLetterArn,
    );
  }

  /** The queue of a request: its URL names account and name, the call names the region. */
  at(queueUrl: string | undefined, call: Pick<Call, 'region'>): Queue {
    const queue = this.find(queueArn(placeOf(queueUrl, call)));
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  }

  create(place: QueuePlace, attributes: QueueAttributes): Queue {
    checkQueueName(place.name);
    const arn = queueArn(place);
    const deletedAt = this.#deletedAt.get(arn) ?? Number.NEGATIVE_INFINITY;
    if (this.#around.clock.now() < deletedAt + NAME_BLOCKED_MS)
      throw new ServiceError(
        'QueueDeletedRecently',
        'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
      );
    const queue = new Queue(place, this.#around);
    this.set(queue, attributes);
    this.#queues.set(arn, queue);
    return queue;
  }

  /** The queue that is there, or the one that was there before, which nobody checks again. */
  again(
    place: QueuePlace,
    was: Pick<Queue, 'createdAt' | 'modifiedAt' | 'attributes' | 'tags'>,
  ): Queue {
    const existing = this.find(queueArn(place));
    if (existing) return existing;
    const queue = new Queue(place, this.#around, was.createdAt);
    queue.set(was.attributes);
    queue.modifiedAt = was.modifiedAt;
    for (const [key, value] of was.tags) queue.tags.set(key, value);
    this.#queues.set(queue.arn, queue);
    return queue;
  }

  set(queue: Queue, attributes: QueueAttributes): void {
    if (attributes.RedrivePolicy) checkRedrive(queue.arn, attributes.RedrivePolicy, this);
    queue.set(attributes);
  }

  remove(queue: Queue): void {
    this.#queues.delete(queue.arn);
    this.#deletedAt.set(queue.arn, this.#around.clock.now());
    queue.messages.clear();
  }

  /**
   * Must lead back here: an SDK sends requests for a queue to the host in its URL, and nothing may
   * leave this machine.
   */
  url({ accountId, name }: QueuePlace): string {
    const endpoint = this.#endpoint();
    if (!LOOPBACK.includes(new URL(endpoint).hostname))
      throw new Error(`The endpoint of local queues must be on this machine, not ${endpoint}`);
    return `${endpoint}/${accountId}/${name}`;
  }
}

/** Account, region and name of the queue that a request is for, whether it exists or not. */
export function placeOf(
  queueUrl: string | undefined,
  { region }: Pick<Call, 'region'>,
): QueuePlace {
  const url = required(queueUrl, 'QueueUrl');
  const [, accountId, name] = /^https?:\/\/[^/]+\/(\d+)\/([^/]+)\/?$/.exec(url) ?? [];
  if (accountId === undefined || name === undefined)
    throw new ServiceError('InvalidAddress', `The address ${url} is not valid for this endpoint.`);
  return { accountId, region, name };
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const NAME_BLOCKED_MS = 60_000;

function checkQueueName(name: string): void {
  if (name.endsWith('.fifo'))
    throw new ServiceError(
      'UnsupportedOperation',
      `The FIFO queue ${name} is not served locally: standard queues only.`,
    );
  if (!/^[\w-]{1,80}$/.test(name))
    throw invalidParameter(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
}
