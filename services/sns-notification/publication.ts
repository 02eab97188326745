import type { Message } from './message.ts';

/** What SNS is asked to publish, beside the topic. */
interface Publication {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageStructure: 'json';
  readonly MessageAttributes: Record<string, { DataType: 'String'; StringValue: string }>;
}

/** Bytes of a message, its attributes included. Source: SNS, "Quotas". */
const LARGEST = 262_144;

/** What is left out, the less important first. The last of these fits whatever is in it. */
const cuts = [
  { longestText: Number.POSITIVE_INFINITY, detail: true },
  { longestText: 16_384, detail: true },
  { longestText: 16_384, detail: false },
  { longestText: 2_048, detail: false },
] as const;

/** What SNS is given: for each protocol what its subscribers can do something with. */
export function publicationOf(message: Message): Publication {
  const attributes = Object.entries(message.attributes);
  const around = attributes
    .map(([name, value]) => bytes(name) + bytes('String') + bytes(value))
    .reduce((sum, one) => sum + one, 0);
  const bodies = cuts.map((cut) => () => bodyOf(message, cut));
  const fitting = bodies.find((body) => bytes(body()) + around <= LARGEST) ?? bodies.at(-1);
  return {
    Subject: message.subject,
    Message: fitting?.() ?? '',
    MessageStructure: 'json',
    MessageAttributes: Object.fromEntries(
      attributes.map(([name, StringValue]) => [name, { DataType: 'String' as const, StringValue }]),
    ),
  };
}

/** The keys are the protocols of subscriptions. Source: SNS API, Subscribe and Publish. */
function bodyOf(
  { subject, text: whole, document, command }: Message,
  { longestText, detail }: (typeof cuts)[number],
): string {
  const text =
    whole.length <= longestText
      ? whole
      : `${whole.slice(0, longestText).toWellFormed()}\n\n[Cut here: SNS takes no more. See all of it: ${command}]`;
  const program = JSON.stringify(
    detail
      ? { ...document, text }
      : { ...document, text, detail: null, detail_omitted: 'too long for SNS' },
  );
  return JSON.stringify({
    default: text,
    email: text,
    sms: subject,
    sqs: program,
    lambda: program,
    http: program,
    https: program,
  });
}

const bytes = (text: string): number => Buffer.byteLength(text);
