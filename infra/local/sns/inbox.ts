import type { MessageAttributes } from '../sqs/message.ts';

/** One published message and what became of it. */
export interface InboxMessage {
  readonly topicArn: string;
  readonly messageId: string;
  readonly time: Date;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: MessageAttributes;
  /** The mails that would have gone out. */
  readonly emails: readonly Email[];
  /** Subscribers that could not be reached, and why. */
  readonly undelivered: readonly { readonly endpoint: string; readonly reason: string }[];
}

export interface Email {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
