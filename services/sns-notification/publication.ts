import type { Message } from './message.ts';

/** What SNS is asked to publish, beside the topic. */
export interface Publication {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Record<string, { DataType: 'String'; StringValue: string }>;
}

/** Bytes of a message, its attributes included. Source: SNS, "Quotas". */
const LARGEST = 262_144;

/** Of a text that is cut. It fits whatever is in it, also in JSON, where a character may take six bytes. */
const LONGEST_TEXT = 16_384;

/**
 * What SNS is given of a message: the text for the topic of people, the document for that of programs. One
 * topic with a text for each protocol would not do: attributes, which filter policies go by, "are sent only
 * when the message structure is String, not JSON". Source: SNS developer guide, "Amazon SNS message attributes".
 */
export function publicationsOf(message: Message): {
  readonly text: Publication;
  readonly document: Publication;
} {
  const { subject: Subject } = message;
  const attributes = Object.entries(message.attributes);
  const room = attributes
    .map(([name, value]) => bytes(name) + bytes('String') + bytes(value))
    .reduce((left, one) => left - one, LARGEST);
  const MessageAttributes = Object.fromEntries(
    attributes.map(([name, StringValue]) => [name, { DataType: 'String' as const, StringValue }]),
  );
  return {
    text: { Subject, Message: textOf(message, room), MessageAttributes },
    document: { Subject, Message: documentOf(message, room), MessageAttributes },
  };
}

function textOf({ text, command }: Message, room: number): string {
  const whole = printable(text);
  return bytes(whole) <= room ? whole : cut(whole, command);
}

/** As JSON: the less important is left out first. */
function documentOf({ text, document, command }: Message, room: number): string {
  const shortened = text.length <= LONGEST_TEXT ? text : cut(text, command);
  const whole = JSON.stringify(document);
  if (bytes(whole) <= room) return whole;
  const withDetail = JSON.stringify({ ...document, text: shortened });
  if (bytes(withDetail) <= room) return withDetail;
  return JSON.stringify({
    ...document,
    text: shortened,
    detail: null,
    detail_omitted: 'too long for SNS',
  });
}

const cut = (text: string, command: string): string =>
  `${text.slice(0, LONGEST_TEXT).toWellFormed()}\n\n[Cut here: SNS takes no more. See all of it: ${command}]`;

/**
 * Half a character cannot be sent at all, and control characters not to a queue with raw delivery.
 * Source: SQS API, SendMessage.
 */
const printable = (text: string): string =>
  text.toWellFormed().replace(/[^\P{Cc}\t\n\r]|\p{Noncharacter_Code_Point}/gu, '?');

const bytes = (text: string): number => Buffer.byteLength(text);
