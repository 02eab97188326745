import { QueueAttributeName } from '@aws-sdk/client-sqs';
import { ServiceError } from '../service.ts';
import type { Queue } from './queue.ts';
import { defaultAttributes } from './queue-settings.ts';

const KNOWN: readonly string[] = Object.values(QueueAttributeName);

/** The attributes of a queue by their AWS names: those asked for, or all. */
export function describe(queue: Queue, asked: readonly string[]): Record<string, string> {
  for (const name of asked)
    if (!KNOWN.includes(name))
      throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  const counts = queue.counts();
  const encrypted = queue.attributes.KmsMasterKeyId !== undefined;
  const described: Record<string, string> = {
    QueueArn: queue.arn,
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.modifiedAt),
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    SqsManagedSseEnabled: String(!encrypted),
    ...defaultAttributes,
    ...queue.attributes,
  };
  if (asked.includes('All')) return described;
  return Object.fromEntries(Object.entries(described).filter(([name]) => asked.includes(name)));
}

const seconds = (ms: number) => String(Math.floor(ms / 1000));
