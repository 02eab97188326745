import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { RestoreRequested } from '../../events/index.ts';
import { operationId } from '../../events/restore-request.ts';
import type { Reason } from '../errors.ts';
import type { Operation } from '../operation/operation.ts';
import type { Delivery } from './delivery.ts';

/** The request of a delivery, and the operation it is or would become. */
export interface Requested {
  readonly operationId: string;
  /** As it was put, with the operation's id in it. */
  readonly request: Record<string, unknown>;
  /** Why the request as it stands can never be carried out. Empty if it can. */
  readonly reasons: readonly Reason[];
}

/**
 * Which operation a request asks for. Without an id of its own, the id derives from the event's, so
 * that a doubled delivery is one operation.
 */
export function readRequest({ event }: Delivery): Requested {
  const named = operationId.safeParse(event.detail.operation_id);
  const parsed = RestoreRequested.schema.safeParse(event.detail);
  const id = named.success ? named.data : derivedId(event.id);
  return {
    operationId: id,
    request: { ...event.detail, operation_id: id },
    reasons: parsed.success ? [] : reasonsOf(parsed.error),
  };
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

const reasonsOf = (error: z.ZodError): Reason[] =>
  error.issues.flatMap((issue): Reason[] => {
    const field = issue.path.join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) =>
        invalid([...issue.path, key].join('.'), 'is not a field of a request'),
      );
    if (issue.code === 'invalid_key')
      return issue.issues.map(({ message }) => invalid(field, message));
    return [invalid(field, issue.message)];
  });

const invalid = (field: string, message: string): Reason => ({
  code: 'REQUEST_INVALID',
  field,
  message: `${field} ${message}`,
});
