import type { PublishInput } from '@aws-sdk/client-sns';
import { z } from 'zod';
import { ServiceError } from '../service.ts';
import type { MessageAttributes } from '../sqs/message.ts';
import { checkAttributes, sizeOfAttributes } from '../sqs/message-attributes.ts';
import { invalid, notServed } from './errors.ts';
import type { Protocol } from './subscription.ts';

/** What is published, checked. */
export interface Publication {
  readonly subject?: string | undefined;
  /**
   * None where the texts differ by protocol, neither for subscribers nor for filter policies.
   * https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
   */
  readonly attributes: MessageAttributes;
  /** The message, which may differ by protocol. */
  textFor(protocol: Protocol | 'default'): string;
}

export type Publishing = Omit<PublishInput, 'TopicArn' | 'TargetArn' | 'PhoneNumber'>;

export function readPublication(input: Publishing): Publication {
  for (const parameter of ['MessageGroupId', 'MessageDeduplicationId'] as const)
    if (input[parameter] !== undefined)
      throw notServed(`${parameter}, a parameter of FIFO topics and fair queues,`);
  const message = input.Message ?? '';
  const attributes = checkAttributes(
    input.MessageAttributes ?? {},
    (reason) => new ServiceError('ParameterValueInvalid', reason),
  );
  if (message === '') throw invalid('Empty message');
  if (Buffer.byteLength(message) + sizeOfAttributes(attributes) > LARGEST)
    throw invalid('Message too long');
  return {
    subject: readSubject(input.Subject),
    attributes: input.MessageStructure === 'json' ? {} : attributes,
    textFor: textsByProtocol(message, input.MessageStructure),
  };
}

/** Bytes, of one message and of a batch. https://docs.aws.amazon.com/general/latest/gr/sns.html */
export const LARGEST = 262_144;

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: less than 100 characters on one line. */
function readSubject(subject: string | undefined): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it must not contain
  if (subject !== undefined && !/^[^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,99}$/u.test(subject))
    throw invalid('Subject');
  return subject;
}

const structured = z.looseObject({ default: z.string() });

function textsByProtocol(
  message: string,
  structure: string | undefined,
): (protocol: Protocol | 'default') => string {
  if (structure === undefined) return () => message;
  if (structure !== 'json') throw invalid(`MessageStructure: ${structure}`);
  const texts = readTexts(message);
  return (protocol) => {
    const own = texts[protocol];
    return typeof own === 'string' ? own : texts.default;
  };
}

function readTexts(message: string): z.infer<typeof structured> {
  try {
    return structured.parse(JSON.parse(message));
  } catch (error) {
    throw invalid(
      error instanceof SyntaxError
        ? 'Message Structure - JSON message body failed to parse'
        : 'Message Structure - No default entry in JSON message body',
    );
  }
}
