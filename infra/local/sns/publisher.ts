import type { Clock } from '../clock.ts';
import { type FindTarget, ServiceError } from '../service.ts';
import type { Email, InboxMessage } from './inbox.ts';
import { asAttributes, asNotification } from './notification.ts';
import type { Publication } from './publication.ts';
import type { Subscription } from './subscription.ts';
import type { Topic } from './topic.ts';

/** Brings what is published to the subscribers, and keeps all of it for `inbox`. */
export class Publisher {
  readonly inbox: InboxMessage[] = [];
  readonly #clock: Clock;
  readonly #uuid: () => string;
  readonly #findTarget: FindTarget;

  constructor(clock: Clock, uuid: () => string, findTarget: FindTarget) {
    this.#clock = clock;
    this.#uuid = uuid;
    this.#findTarget = findTarget;
  }

  /** Returns the message id. A subscriber that refuses is no error of the publisher. */
  async publish(topic: Topic, publication: Publication): Promise<string> {
    const emails: Email[] = [];
    const undelivered: { endpoint: string; reason: string }[] = [];
    const entry: InboxMessage = {
      topicArn: topic.arn,
      messageId: this.#uuid(),
      time: this.#clock.date(),
      subject: publication.subject,
      message: publication.textFor('default'),
      attributes: publication.attributes,
      emails,
      undelivered,
    };
    this.inbox.push(entry);
    for (const subscription of topic.subscriptions.values()) {
      const { protocol, endpoint } = subscription;
      const text = publication.textFor(protocol);
      if (!subscription.settings.accepts({ text, attributes: publication.attributes })) continue;
      const notification = asNotification(entry, text);
      if (protocol === 'sqs') {
        const { raw, deadLetterArn } = subscription.settings;
        const body = raw ? text : notification;
        const reason = await this.#deliver(endpoint, subscription, raw, body, publication);
        if (reason === undefined) continue;
        undelivered.push({ endpoint, reason });
        if (deadLetterArn) await this.#deliver(deadLetterArn, subscription, raw, body, publication);
      } else
        emails.push({
          to: endpoint,
          subject: publication.subject ?? 'AWS Notification Message',
          text: protocol === 'email-json' ? notification : text,
        });
    }
    return entry.messageId;
  }

  /** Gives the reason why the queue does not take the message, if it does not. */
  async #deliver(
    queueArn: string,
    { topic }: Subscription,
    raw: boolean,
    body: string,
    { attributes }: Publication,
  ): Promise<string | undefined> {
    const from = { service: 'sns.amazonaws.com', sourceArn: topic.arn };
    try {
      const target = this.#findTarget(queueArn);
      if (target === undefined) return 'The queue does not exist.';
      await target.deliver({ body, from, ...(raw && { attributes: asAttributes(attributes) }) });
      return undefined;
    } catch (error) {
      if (error instanceof ServiceError) return error.message;
      throw error;
    }
  }
}
