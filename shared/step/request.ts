import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { RestoreRequested, type Stage } from '../../events/index.ts';
import { operationId } from '../../events/restore-request.ts';
import type { ErrorCode, Reason } from '../errors.ts';
import type { Operation } from '../operation/operation.ts';
import type { Operations } from '../operation/operations.ts';
import { unstorable } from '../operation/storable.ts';
import type { BusEvent } from './delivery.ts';
import { reasonsOfRendition, renditionOf } from './rendition.ts';

/** The request of a delivery, and the operation it is or would become. */
export interface Requested {
  readonly operationId: string;
  /** As it was put, or as much of it as can be recorded; with the operation's id in it. */
  readonly request: Record<string, unknown>;
  /** Why the request as it stands can never be carried out. Empty if it can. */
  readonly reasons: readonly Reason[];
}

/** The request of an event under the id that is its own, with the operation that it is if it is one. */
export async function findRequested(
  operations: Pick<Operations, 'read'>,
  event: BusEvent,
  identify: (operationId: string) => void,
): Promise<{ requested: Requested; operation: Operation | undefined }> {
  const asked = readRequest({ event });
  identify(asked.operationId);
  const operation = await operations.read(asked.operationId);
  const requested = operation ? unlessTaken(asked, operation, event.id) : asked;
  if (requested.operationId === asked.operationId) return { requested, operation };
  identify(requested.operationId);
  return { requested, operation: await operations.read(requested.operationId) };
}

/** The operation that a request begins, before anybody has looked at it. */
export function newOperation(
  { operationId, request }: Requested,
  event: BusEvent,
  begun: Date,
  deadlineMinutes: Partial<Record<Stage, number>>,
): Operation {
  const { stage, deadlineMinutes: usual } = RestoreRequested.opens;
  const minutes = deadlineMinutes[stage] ?? usual;
  const time = begun.toISOString();
  const { id, source, 'detail-type': detail_type } = event;
  return {
    operation_id: operationId,
    status: 'in_progress',
    step: stage,
    sequence: 0,
    attempt: 1,
    published: true,
    deadline: new Date(begun.getTime() + minutes * 60_000).toISOString(),
    start_time: time,
    update_time: time,
    request,
    request_event_id: id,
    resources: {},
    notified: {},
    stages: { [stage]: { event: { id, source, detail_type, detail: request }, started_at: time } },
  };
}

/**
 * Which operation a request asks for. Without an id of its own, the id derives from the event's, so
 * that a doubled delivery is one operation. What cannot be recorded as it is becomes a rendition.
 */
export function readRequest({ event }: { readonly event: BusEvent }): Requested {
  const { detail } = event;
  const named = operationId.safeParse(detail.operation_id);
  const id = named.success ? named.data : derivedId(event.id);
  const asItIs = { ...detail, operation_id: id };
  const troubles = unstorable(detail);
  const again = troubles.length === 0 ? reasonsOfRendition(detail) : undefined;
  if (again) return { operationId: id, request: asItIs, reasons: again };
  const parsed = RestoreRequested.schema.safeParse(detail);
  const reasons = bounded([
    ...troubles.map(({ path, message }) => refused('REQUEST_INVALID', path, message)),
    ...(parsed.success ? [] : reasonsOf(parsed.error)),
  ]);
  const request =
    troubles.length === 0 ? asItIs : { ...renditionOf(detail, reasons), operation_id: id };
  return { operationId: id, request, reasons };
}

/**
 * The same request as one recorded under another id, where its own id already stands for something
 * else: that must not pass in silence as a double.
 */
export function unlessTaken(requested: Requested, recorded: Operation, eventId: string): Requested {
  if (recorded.request_event_id === eventId) return requested;
  if (isDeepStrictEqual(recorded.request, requested.request)) return requested;
  return {
    operationId: derivedId(eventId),
    request: requested.request,
    reasons: [
      {
        code: 'OPERATION_ID_TAKEN',
        field: 'operation_id',
        message: `operation_id ${requested.operationId} already stands for another request, of ${recorded.start_time}`,
      },
      ...requested.reasons,
    ],
  };
}

const derivedId = (eventId: string) =>
  `op-${eventId.toLowerCase().replace(/[^a-z0-9-]/g, '-')}`.slice(0, 40);

/** Every reason once, as it was told first: of a code of its own a field has one at most. */
export function distinct(reasons: readonly Reason[]): Reason[] {
  const told = new Map<string, Reason>();
  for (const reason of reasons) {
    const { code, field, message } = reason;
    const key = `${code} ${field} ${code === 'REQUEST_INVALID' ? message : ''}`;
    if (!told.has(key)) told.set(key, reason);
  }
  return [...told.values()];
}

/** More than people would read, and less than a record, an event and a notification hold. */
const MOST_REASONS = 50;
const LONGEST_MESSAGE = 200;
const LONGEST_FIELD = 100;

function bounded(given: readonly Reason[]): Reason[] {
  const reasons = distinct(given);
  const more = reasons.length - MOST_REASONS;
  const told = reasons.slice(0, MOST_REASONS).map(({ code, field, message }) => ({
    code,
    ...(field !== undefined && { field: short(field, LONGEST_FIELD) }),
    message: short(message, LONGEST_MESSAGE),
  }));
  return more > 0
    ? [...told, { code: 'REQUEST_INVALID', message: `there are ${more} more reasons` }]
    : told;
}

const short = (text: string, longest: number): string =>
  (text.length > longest ? `${text.slice(0, longest - 1)}…` : text).toWellFormed();

const reasonsOf = (error: z.ZodError): Reason[] =>
  error.issues.flatMap((issue): Reason[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) =>
        refused('REQUEST_INVALID', [...issue.path, key], 'is not a field of a request'),
      );
    if (issue.code === 'invalid_key')
      return issue.issues.map(({ message }) => refused('REQUEST_INVALID', issue.path, message));
    return [refused(codeOf(issue), issue.path, issue.message)];
  });

function codeOf(issue: z.ZodError['issues'][number]): ErrorCode {
  if (issue.code === 'custom')
    return issue.params?.says === 'target is source' ? 'TARGET_IS_SOURCE' : 'REQUEST_INVALID';
  return issue.path[0] === 'snapshot_date' ? 'DATE_INVALID' : 'REQUEST_INVALID';
}

/** A path of no length is the request as a whole. */
function refused(code: ErrorCode, path: readonly PropertyKey[], message: string): Reason {
  if (path.length === 0) return { code, message: `the request ${message}` };
  const field = path.map(String).join('.');
  return { code, field, message: `${short(field, LONGEST_FIELD)} ${message}` };
}
