import { z } from 'zod';
import { type PolicyDocument, parsePolicy } from '../iam/policy.ts';
import { ServiceError } from '../service.ts';

/** The attributes that somebody sets, as AWS spells them. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** The same as the queue reads them. Times are seconds. */
export interface QueueSettings {
  readonly delaySeconds: number;
  readonly maximumMessageSize: number;
  readonly retentionSeconds: number;
  readonly receiveWaitSeconds: number;
  readonly visibilityTimeout: number;
  readonly policy?: PolicyDocument | undefined;
  readonly redrive?: z.infer<typeof redrivePolicy> | undefined;
  readonly redriveAllow?: z.infer<typeof redriveAllowPolicy> | undefined;
}

/** What a new queue has where nothing else is said, and what is left after an attribute was emptied. */
export const defaultAttributes: QueueAttributes = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
};

/** Parses attributes over the defaults. An unknown name or a wrong value is an error that names it. */
export function readSettings(attributes: QueueAttributes): QueueSettings {
  for (const name of Object.keys(attributes)) checkName(name);
  const given: QueueAttributes = { ...defaultAttributes, ...attributes };
  return {
    delaySeconds: whole(given, 'DelaySeconds', 0, 900),
    maximumMessageSize: whole(given, 'MaximumMessageSize', 1024, 1_048_576),
    retentionSeconds: whole(given, 'MessageRetentionPeriod', 60, 1_209_600),
    receiveWaitSeconds: whole(given, 'ReceiveMessageWaitTimeSeconds', 0, 20),
    visibilityTimeout: whole(given, 'VisibilityTimeout', 0, 43_200),
    policy: json(given, 'Policy', (value) => parsePolicy(value, 'Policy')),
    redrive: json(given, 'RedrivePolicy', (value) => redrivePolicy.parse(value)),
    redriveAllow: json(given, 'RedriveAllowPolicy', (value) => redriveAllowPolicy.parse(value)),
  };
}

const redrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

const redriveAllowPolicy = z.object({
  redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
  sourceQueueArns: z.array(z.string()).optional(),
});

/** Encryption changes nothing that a client of a local queue could see. */
const WITHOUT_EFFECT = ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled'];
const READ = [
  ...Object.keys(defaultAttributes),
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  ...WITHOUT_EFFECT,
];
const FIFO = [
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
];

function checkName(name: string): void {
  if (FIFO.includes(name))
    throw new ServiceError(
      'UnsupportedOperation',
      `A FIFO queue (${name}) is not served locally: standard queues only.`,
    );
  if (!READ.includes(name))
    throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function whole(given: QueueAttributes, name: string, least: number, most: number): number {
  const value = given[name] ?? '';
  if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
  throw invalidAttribute(name, value, `Must be a whole number from ${least} to ${most}.`);
}

function json<T>(
  given: QueueAttributes,
  name: string,
  parse: (value: unknown) => T,
): T | undefined {
  const value = given[name];
  if (!value) return undefined;
  try {
    return parse(JSON.parse(value));
  } catch (error) {
    throw invalidAttribute(name, value, error instanceof Error ? error.message : String(error));
  }
}

const invalidAttribute = (name: string, value: string, reason: string) =>
  new ServiceError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}: ${value}. ${reason}`,
  );
