import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { SOURCE } from '../../events/define-event.ts';
import { type RdsEvent, rdsEvent } from '../../events/rds/index.ts';
import { type Outcome, type Report, runOut } from './runtime.ts';

/** The message attribute that tells a delayed check from the event it repeats. */
export const CHECK_ID = 'check_id';

const busEvent = z.object({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  time: z.string(),
  /** As it is: a record's schema would drop a field `__proto__`, and nothing would tell of it. */
  detail: z.custom<Record<string, unknown>>(
    (given) => typeof given === 'object' && given !== null && !Array.isArray(given),
    'must be an object',
  ),
  'replay-name': z.string().optional(),
});

export type BusEvent = z.infer<typeof busEvent>;

/** One message of a service's queue, as Lambda delivers it. */
export interface Delivery {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly sentAt: Date;
  readonly receiveCount: number;
  readonly checkId?: string | undefined;
  readonly event: BusEvent;
  /** What the pipeline calls the event: an event of ours carries an id, any other has only the bus's. */
  readonly eventId: string;
  /** The same event where it is one of RDS's own. */
  readonly native?: RdsEvent | undefined;
}

/** Something else than an event lies in the queue. Only the dead-letter queue can keep it. */
export class NotAnEvent extends Error {
  constructor(messageId: string, options: ErrorOptions) {
    super(`message ${messageId} is not an event: ${String(options.cause)}`, options);
    this.name = 'NotAnEvent';
  }
}

/** On to the dead-letter queue, counted and logged by its code: nothing changes what it is. */
export function notAnEvent(report: Report, error: NotAnEvent): Outcome {
  report.error(`NOT_AN_EVENT: ${error.message}`, error);
  report.count('NotAnEvent');
  return runOut;
}

export function readDelivery(record: SQSRecord): Delivery {
  const event = parseEvent(record);
  return {
    messageId: record.messageId,
    receiptHandle: record.receiptHandle,
    sentAt: new Date(Number(record.attributes.SentTimestamp)),
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    checkId: record.messageAttributes[CHECK_ID]?.stringValue,
    event,
    eventId: event.source === SOURCE ? eventIdOf(event.detail, event.id) : event.id,
    native:
      event.source === 'aws.rds' ? rdsEvent.safeParse(JSON.parse(record.body)).data : undefined,
  };
}

/** The id that a detail carries. */
export function eventIdOf(detail: Record<string, unknown>, otherwise: string): string {
  const { metadata } = detail;
  return typeof metadata === 'object' && metadata !== null && 'event_id' in metadata
    ? String(metadata.event_id)
    : otherwise;
}

/** The event that a message holds; `NotAnEvent` where it holds none. */
export function parseEvent({ body, messageId }: Pick<SQSRecord, 'body' | 'messageId'>): BusEvent {
  try {
    return busEvent.parse(JSON.parse(body));
  } catch (cause) {
    throw new NotAnEvent(messageId, { cause });
  }
}
