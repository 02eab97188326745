import type { SendMessageRequest } from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.ts';
import { ServiceError } from '../service.ts';
import { invalidParameter, notServed, required, within } from './errors.ts';
import type { Message } from './message.ts';
import { checkAttributes, md5, md5OfAttributes, sizeOfAttributes } from './message-attributes.ts';
import type { Queue } from './queue.ts';

export type Sending = Omit<SendMessageRequest, 'QueueUrl'>;

export interface Sender {
  readonly senderId: string;
  readonly traceHeader?: string | undefined;
}

export interface SendingSurroundings {
  readonly clock: Clock;
  readonly uuid: () => string;
}

/** Checks a message, puts it into the queue, and gives what SQS answers to its sender. */
export function sendTo(
  queue: Queue,
  sending: Sending,
  sender: Sender,
  around: SendingSurroundings,
) {
  refuseFifo(sending);
  const delaySeconds = within(sending.DelaySeconds, 'DelaySeconds', [0, 900]);
  const systemAttributes = sending.MessageSystemAttributes ?? {};
  const message: Message = {
    id: around.uuid(),
    body: checkBody(required(sending.MessageBody, 'MessageBody')),
    attributes: checkAttributes(sending.MessageAttributes ?? {}, invalidParameter),
    senderId: sender.senderId,
    traceHeader: readTraceHeader(systemAttributes) ?? sender.traceHeader,
    sentAt: around.clock.now(),
  };
  const count = Object.keys(message.attributes).length;
  if (count > MOST_ATTRIBUTES)
    throw invalidParameter(
      `Number of message attributes [${count}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`,
    );
  const limit = queue.settings.maximumMessageSize;
  if (sizeOf(sending) > limit)
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  queue.send(message, delaySeconds ?? queue.settings.delaySeconds);
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(message.body),
    MD5OfMessageAttributes: md5OfAttributes(message.attributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(systemAttributes),
  };
}

const MOST_ATTRIBUTES = 10;

/** Bytes, as the limits count them: body and message attributes. */
export const sizeOf = ({ MessageBody, MessageAttributes }: Sending): number =>
  Buffer.byteLength(MessageBody ?? '') + sizeOfAttributes(MessageAttributes ?? {});

function refuseFifo(sending: Sending): void {
  for (const parameter of ['MessageGroupId', 'MessageDeduplicationId'] as const)
    if (sending[parameter] !== undefined)
      throw notServed(`${parameter}, a parameter of FIFO and fair queues,`);
}

function checkBody(body: string): string {
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(body))
    throw new ServiceError(
      'InvalidMessageContents',
      'The message contains characters outside the allowed set.',
    );
  return body;
}

function readTraceHeader(
  attributes: NonNullable<Sending['MessageSystemAttributes']>,
): string | undefined {
  for (const name of Object.keys(attributes))
    if (name !== 'AWSTraceHeader')
      throw invalidParameter(`Message system attribute name '${name}' is invalid.`);
  const header = attributes.AWSTraceHeader;
  if (header) checkAttributes({ AWSTraceHeader: header }, invalidParameter);
  return header?.StringValue;
}
