import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { ServiceError } from '../service.ts';
import type { MessageAttributes } from './message.ts';

export const md5 = (content: string | Buffer) => createHash('md5').update(content).digest('hex');

/**
 * The MD5 that SDKs compare, over the attributes sorted by name.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const attribute = attributes[name];
    const type = attribute?.DataType ?? '';
    const transport = Buffer.from([type.startsWith('Binary') ? 2 : 1]);
    return [...measured(name), ...measured(type), transport, ...measured(bytesOf(attribute))];
  });
  return md5(Buffer.concat(parts));
}

/** Bytes that count against the size of a message: names, types and values. */
export function sizeOfAttributes(attributes: MessageAttributes): number {
  let size = 0;
  for (const [name, attribute] of Object.entries(attributes))
    size += Buffer.byteLength(name + attribute.DataType) + bytesOf(attribute).byteLength;
  return size;
}

/** The attributes that a receiver asks for: `All`, `.*`, a name, or the start of names as `start.*`. */
export function selectAttributes(
  attributes: MessageAttributes,
  asked: readonly string[],
): MessageAttributes {
  const wanted = (name: string) =>
    asked.some(
      (ask) =>
        ask === 'All' || ask === name || (ask.endsWith('.*') && name.startsWith(ask.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted(name)));
}

/** Rejects what neither SQS nor SNS takes, with the error of `refuse`. */
export function checkAttributes(attributes: MessageAttributes, refuse: Refuse): MessageAttributes {
  for (const [name, attribute] of Object.entries(attributes))
    checkAttribute(name, attribute, refuse);
  return attributes;
}

type Refuse = (message: string) => ServiceError;

function checkAttribute(name: string, attribute: MessageAttributeValue, refuse: Refuse): void {
  if (!/^(?!(?:aws|amazon)\.)(?!\.)(?!.*\.\.)(?!.*\.$)[\w.-]{1,256}$/i.test(name))
    throw refuse(`The message attribute name '${name}' is invalid.`);
  if (attribute.StringListValues?.length || attribute.BinaryListValues?.length)
    throw refuse(`A list as value of the message attribute '${name}' is not served.`);
  const [, kind] = /^(String|Number|Binary)(?:\..+)?$/.exec(attribute.DataType ?? '') ?? [];
  if (kind === undefined)
    throw refuse(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  const value = kind === 'Binary' ? attribute.BinaryValue : attribute.StringValue;
  if (!value?.length)
    throw refuse(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${kind}'.`,
    );
  if (kind === 'Number' && !Number.isFinite(Number(attribute.StringValue)))
    throw refuse(`Can't cast the value of message attribute '${name}' to a number.`);
}

const bytesOf = (attribute: MessageAttributeValue | undefined) =>
  Buffer.from(attribute?.BinaryValue ?? attribute?.StringValue ?? '');

function measured(content: string | Buffer): readonly Buffer[] {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.byteLength);
  return [length, bytes];
}
