import { type PolicyDocument, PolicyError, parsePolicy } from '../iam/policy.ts';
import { invalid, notServed } from './errors.ts';
import type { Subscription } from './subscription.ts';

export interface TopicPlace {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

export const topicArn = ({ accountId, region, name }: TopicPlace) =>
  `arn:aws:sns:${region}:${accountId}:${name}`;

/** The attributes that somebody sets, as AWS spells them. */
export type TopicAttributes = Readonly<Record<string, string>>;

/** Encryption and signatures change nothing that a subscriber here could see. */
const SERVED = ['DisplayName', 'Policy', 'KmsMasterKeyId', 'SignatureVersion'];

/** A standard topic. */
export class Topic {
  readonly place: TopicPlace;
  readonly arn: string;
  readonly tags = new Map<string, string>();
  readonly subscriptions = new Map<string, Subscription>();
  #attributes: TopicAttributes = {};
  #policy: PolicyDocument | undefined;

  constructor(place: TopicPlace) {
    if (!/^[\w-]{1,256}$/.test(place.name)) throw invalidName(place.name);
    this.place = place;
    this.arn = topicArn(place);
  }

  get attributes(): TopicAttributes {
    return this.#attributes;
  }

  get policy(): PolicyDocument | undefined {
    return this.#policy;
  }

  /** Sets these attributes and keeps the others. An empty value takes an attribute away. */
  set(attributes: TopicAttributes): void {
    const merged = Object.entries({ ...this.#attributes, ...attributes });
    const remaining = Object.fromEntries(merged.filter(([, value]) => value !== ''));
    for (const name of Object.keys(remaining))
      if (!SERVED.includes(name)) throw notServed(`The topic attribute ${name}`);
    this.#policy = remaining.Policy === undefined ? undefined : readPolicy(remaining.Policy);
    this.#attributes = remaining;
  }
}

const invalidName = (name: string) =>
  name.endsWith('.fifo') ? notServed(`The FIFO topic ${name}`) : invalid(`Topic Name: ${name}`);

function readPolicy(text: string): PolicyDocument {
  try {
    return parsePolicy(JSON.parse(text), 'Policy');
  } catch (error) {
    if (error instanceof PolicyError || error instanceof SyntaxError)
      throw invalid(`Policy statement: ${error.message}`);
    throw error;
  }
}
