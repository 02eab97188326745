import { faultOf } from './error-fault.ts';
import { element } from './xml-encode.ts';

/** What stands around the content of an answer. Content is XML already. */
interface Envelope {
  /** An operation without an output has no members. */
  result(operation: string, members: string | undefined, requestId: string): string;
  readonly errorRoot: string;
  error(content: string, status: number, requestId: string): string;
}

export const queryEnvelope: Envelope = {
  result: (operation, members, requestId) =>
    (members === undefined ? '' : element(`${operation}Result`, members)) +
    element('ResponseMetadata', element('RequestId', requestId)),
  errorRoot: 'ErrorResponse',
  error: (content, status, requestId) =>
    element('Error', element('Type', faultOf(status)) + content) + element('RequestId', requestId),
};

export const ec2Envelope: Envelope = {
  result: (_operation, members = '', requestId) => element('requestId', requestId) + members,
  errorRoot: 'Response',
  error: (content, _status, requestId) =>
    element('Errors', element('Error', content)) + element('RequestID', requestId),
};
