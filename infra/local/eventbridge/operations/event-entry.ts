import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { BusEvent } from '../event.ts';
import { isObject } from '../pattern/is-object.ts';
import { readJson } from '../read-json.ts';

/** Why an entry was not taken. */
export interface EntryError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

type EntryContent = Pick<BusEvent, 'source' | 'detail-type' | 'detail'>;

const LONGEST_DETAIL_TYPE = 128;

/** What an entry says, checked as AWS does. */
export function readEntry(entry: PutEventsRequestEntry): EntryContent | EntryError {
  const { Source, DetailType, Detail } = entry;
  if (!Source) return missing('Source');
  if (!DetailType) return missing('DetailType');
  if (!Detail) return missing('Detail');
  if (DetailType.length > LONGEST_DETAIL_TYPE) {
    return argument('DetailType', `DetailType is longer than ${LONGEST_DETAIL_TYPE} characters.`);
  }
  if (entry.TraceHeader !== undefined) {
    return argument('TraceHeader', 'Tracing is not served locally.');
  }
  if (Source.startsWith('aws.')) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  const detail = readJson(Detail);
  if (!isObject(detail)) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return { source: Source, 'detail-type': DetailType, detail };
}

/** Bytes, as AWS counts them. */
export function entrySize({
  Time,
  Source,
  DetailType,
  Detail,
  Resources = [],
}: PutEventsRequestEntry) {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce(
    (sum, text = '') => sum + Buffer.byteLength(text),
    Time === undefined ? 0 : 14,
  );
}

const missing = (parameter: string) => argument(parameter, `${parameter} is a required argument.`);

const argument = (parameter: string, reason: string) => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${parameter} is not valid. Reason: ${reason}`,
});
