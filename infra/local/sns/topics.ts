import { invalid, notFound, required } from './errors.ts';
import { readEndpoint, Subscription, type SubscriptionAttributes } from './subscription.ts';
import { Topic, type TopicAttributes, type TopicPlace, topicArn } from './topic.ts';

/** Every topic of the environment, whatever its account and region. */
export class Topics {
  readonly #topics = new Map<string, Topic>();
  readonly #uuid: () => string;

  constructor(uuid: () => string) {
    this.#uuid = uuid;
  }

  find(arn: string): Topic | undefined {
    return this.#topics.get(arn);
  }

  get(arn: string | undefined, parameter = 'TopicArn'): Topic {
    const topic = this.find(required(arn, parameter));
    if (topic === undefined) throw notFound('Topic');
    return topic;
  }

  all(): readonly Topic[] {
    return [...this.#topics.values()];
  }

  in({ accountId, region }: { readonly accountId: string; readonly region: string }) {
    return this.all().filter(
      ({ place }) => place.accountId === accountId && place.region === region,
    );
  }

  /** The topic of this name; a second time only if nothing that is asked for differs. */
  create(place: TopicPlace, attributes: TopicAttributes): Topic {
    const existing = this.find(topicArn(place));
    if (existing !== undefined) {
      if (differs(attributes, existing.attributes))
        throw invalid('Attributes Reason: Topic already exists with different attributes');
      return existing;
    }
    const topic = new Topic(place);
    topic.set(attributes);
    this.#topics.set(topic.arn, topic);
    return topic;
  }

  remove(arn: string): void {
    this.#topics.delete(arn);
  }

  subscribe(
    topic: Topic,
    protocolName: string,
    endpoint: string,
    attributes: SubscriptionAttributes,
    id = this.#uuid(),
  ): Subscription {
    const protocol = readEndpoint(protocolName, endpoint);
    const existing = this.subscriber(topic, protocol, endpoint);
    if (existing !== undefined) {
      if (differs(attributes, existing.attributes))
        throw invalid('Attributes Reason: Subscription already exists with different attributes');
      return existing;
    }
    const subscription = new Subscription(topic, id, protocol, endpoint);
    subscription.set(attributes);
    topic.subscriptions.set(subscription.arn, subscription);
    return subscription;
  }

  subscriber(topic: Topic, protocol: string, endpoint: string): Subscription | undefined {
    return [...topic.subscriptions.values()].find(
      (each) => each.protocol === protocol && each.endpoint === endpoint,
    );
  }

  subscription(arn: string | undefined): Subscription {
    const found = this.findSubscription(required(arn, 'SubscriptionArn'));
    if (found === undefined) throw notFound('Subscription');
    return found;
  }

  findSubscription(arn: string): Subscription | undefined {
    return this.find(topicOf(arn))?.subscriptions.get(arn);
  }
}

/** The ARN of the topic in the ARN of a subscription. */
export const topicOf = (subscriptionArn: string) =>
  subscriptionArn.slice(0, subscriptionArn.lastIndexOf(':'));

const differs = (asked: TopicAttributes, actual: TopicAttributes) =>
  Object.entries(asked).some(([name, value]) => (actual[name] ?? '') !== value);
