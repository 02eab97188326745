import { z } from 'zod';
import { invalid, notServed } from './errors.ts';
import { compileFilter, type Filter } from './filter-policy.ts';
import type { Topic } from './topic.ts';

export type Protocol = 'sqs' | 'email' | 'email-json';

/** The attributes that somebody sets, as AWS spells them. */
export type SubscriptionAttributes = Readonly<Record<string, string>>;

export interface SubscriptionSettings {
  /** The message alone, without the notification around it. */
  readonly raw: boolean;
  readonly accepts: Filter;
  /** Gets what the endpoint refuses. */
  readonly deadLetterArn?: string | undefined;
}

/**
 * Someone who gets what is published to a topic. Mail subscribers count as confirmed at once: there is
 * nobody to click the link.
 */
export class Subscription {
  readonly arn: string;
  readonly topic: Topic;
  readonly protocol: Protocol;
  readonly endpoint: string;
  #attributes: SubscriptionAttributes = {};
  #settings: SubscriptionSettings = readSettings({}, 'sqs');

  constructor(topic: Topic, id: string, protocol: Protocol, endpoint: string) {
    this.arn = `${topic.arn}:${id}`;
    this.topic = topic;
    this.protocol = protocol;
    this.endpoint = endpoint;
  }

  get attributes(): SubscriptionAttributes {
    return this.#attributes;
  }

  get settings(): SubscriptionSettings {
    return this.#settings;
  }

  /** Sets these attributes and keeps the others. An empty value takes an attribute away. */
  set(attributes: SubscriptionAttributes): void {
    const merged = Object.entries({ ...this.#attributes, ...attributes });
    const remaining = Object.fromEntries(merged.filter(([, value]) => value !== ''));
    this.#settings = readSettings(remaining, this.protocol);
    this.#attributes = remaining;
  }
}

/** Checks that this protocol is served and that the endpoint is one of it. */
export function readEndpoint(protocol: string, endpoint: string): Protocol {
  switch (protocol) {
    case 'sqs':
      if (!/^arn:aws:sqs:[^:]+:\d+:[\w-]+$/.test(endpoint)) throw invalid('SQS endpoint ARN');
      return protocol;
    case 'email':
    case 'email-json':
      if (!/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalid('Email address');
      return protocol;
    case 'lambda':
    case 'http':
    case 'https':
    case 'sms':
    case 'application':
    case 'firehose':
      throw notServed(`A subscription with the protocol ${protocol}`);
    default:
      throw invalid(`Does not match a valid protocol: ${protocol}`);
  }
}

const redrivePolicy = z.strictObject({ deadLetterTargetArn: z.string() });

const SERVED = ['RawMessageDelivery', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy'];

function readSettings(
  attributes: SubscriptionAttributes,
  protocol: Protocol,
): SubscriptionSettings {
  for (const name of Object.keys(attributes))
    if (!SERVED.includes(name)) throw notServed(`The subscription attribute ${name}`);
  const { RawMessageDelivery, FilterPolicy = '{}', RedrivePolicy } = attributes;
  const { FilterPolicyScope: scope = 'MessageAttributes' } = attributes;
  return {
    raw: readRaw(RawMessageDelivery, protocol),
    accepts: FilterPolicy === '{}' ? () => true : compileFilter(FilterPolicy, scope),
    deadLetterArn: RedrivePolicy && readRedrive(RedrivePolicy),
  };
}

function readRaw(text = 'false', protocol: Protocol): boolean {
  if (!/^(true|false)$/i.test(text))
    throw invalid(`Attributes Reason: RawMessageDelivery: ${text}`);
  const raw = text.toLowerCase() === 'true';
  if (raw && protocol !== 'sqs')
    throw invalid(
      `Attributes Reason: Delivery protocol [${protocol}] does not support raw message delivery.`,
    );
  return raw;
}

function readRedrive(text: string): string {
  try {
    return redrivePolicy.parse(JSON.parse(text)).deadLetterTargetArn;
  } catch {
    throw invalid(`RedrivePolicy: needs JSON with a deadLetterTargetArn: ${text}`);
  }
}
