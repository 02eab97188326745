import type {
  CreateQueueRequest,
  CreateQueueResult,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult,
  ListQueuesRequest,
  ListQueuesResult,
  ListQueueTagsRequest,
  ListQueueTagsResult,
  PurgeQueueRequest,
  SetQueueAttributesRequest,
  TagQueueRequest,
  UntagQueueRequest,
} from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.ts';
import { type Call, ServiceError } from '../service.ts';
import { queueDoesNotExist, required, within } from './errors.ts';
import { page } from './page.ts';
import { type Queue, queueArn } from './queue.ts';
import { describe } from './queue-description.ts';
import { readSettings } from './queue-settings.ts';
import type { Queues } from './queues.ts';

export const queueOperations = (queues: Queues, clock: Clock) => ({
  CreateQueue(input: CreateQueueRequest, call: Call): CreateQueueResult {
    const place = placeNamed(input.QueueName, call);
    const existing = queues.find(queueArn(place));
    if (existing) checkSame(existing, input.Attributes ?? {});
    const queue = existing ?? queues.create(place, input.Attributes ?? {});
    if (!existing) tag(queue, input.tags);
    return { QueueUrl: queues.url(place) };
  },

  DeleteQueue(input: DeleteQueueRequest, call: Call): undefined {
    queues.remove(queues.at(input.QueueUrl, call));
  },

  GetQueueUrl(input: GetQueueUrlRequest, call: Call): GetQueueUrlResult {
    const accountId = input.QueueOwnerAWSAccountId ?? call.accountId;
    const place = placeNamed(input.QueueName, { ...call, accountId });
    if (queues.find(queueArn(place)) === undefined) throw queueDoesNotExist();
    return { QueueUrl: queues.url(place) };
  },

  ListQueues(input: ListQueuesRequest, call: Call): ListQueuesResult {
    const urls = queues
      .in(call)
      .filter(({ place }) => place.name.startsWith(input.QueueNamePrefix ?? ''))
      .map(({ place }) => queues.url(place));
    const { items, NextToken } = page(urls, input.NextToken, pageSize(input.MaxResults));
    return { ...(items.length > 0 && { QueueUrls: items }), NextToken };
  },

  GetQueueAttributes(input: GetQueueAttributesRequest, call: Call): GetQueueAttributesResult {
    const described = describe(queues.at(input.QueueUrl, call), input.AttributeNames ?? []);
    return Object.keys(described).length > 0 ? { Attributes: described } : {};
  },

  SetQueueAttributes(input: SetQueueAttributesRequest, call: Call): undefined {
    const attributes = required(input.Attributes, 'Attributes');
    queues.set(queues.at(input.QueueUrl, call), attributes);
  },

  PurgeQueue(input: PurgeQueueRequest, call: Call): undefined {
    const queue = queues.at(input.QueueUrl, call);
    if (clock.now() < queue.purgedAt + PURGE_PAUSE_MS)
      throw new ServiceError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.place.name} is allowed every 60 seconds.`,
      );
    queue.purgedAt = clock.now();
    queue.messages.clear();
  },

  TagQueue(input: TagQueueRequest, call: Call): undefined {
    tag(queues.at(input.QueueUrl, call), required(input.Tags, 'Tags'));
  },

  UntagQueue(input: UntagQueueRequest, call: Call): undefined {
    const { tags } = queues.at(input.QueueUrl, call);
    for (const key of required(input.TagKeys, 'TagKeys')) tags.delete(key);
  },

  ListQueueTags(input: ListQueueTagsRequest, call: Call): ListQueueTagsResult {
    const { tags } = queues.at(input.QueueUrl, call);
    return tags.size > 0 ? { Tags: Object.fromEntries(tags) } : {};
  },

  ListDeadLetterSourceQueues(
    input: ListDeadLetterSourceQueuesRequest,
    call: Call,
  ): ListDeadLetterSourceQueuesResult {
    const sources = queues.sourcesOf(queues.at(input.QueueUrl, call).arn);
    const urls = sources.map(({ place }) => queues.url(place));
    const { items, NextToken } = page(urls, input.NextToken, pageSize(input.MaxResults));
    return { queueUrls: items, NextToken };
  },
});

const PURGE_PAUSE_MS = 60_000;
const MOST_RESULTS = 1000;

const pageSize = (asked: number | undefined) =>
  within(asked, 'MaxResults', [1, MOST_RESULTS]) ?? MOST_RESULTS;

const placeNamed = (
  name: string | undefined,
  { accountId, region }: Pick<Call, 'accountId' | 'region'>,
) => ({ accountId, region, name: required(name, 'QueueName') });

function tag(queue: Queue, tags: Readonly<Record<string, string>> = {}): void {
  for (const [key, value] of Object.entries(tags)) queue.tags.set(key, value);
}

/** Creating a queue again is fine as long as nothing that is asked for differs. */
function checkSame(queue: Queue, asked: Readonly<Record<string, string>>): void {
  readSettings(asked);
  const actual: Readonly<Record<string, string>> = describe(queue, ['All']);
  for (const [name, value] of Object.entries(asked))
    if (actual[name] !== value)
      throw new ServiceError(
        'QueueNameExists',
        `A queue already exists with the same name and a different value for attribute ${name}`,
      );
}
