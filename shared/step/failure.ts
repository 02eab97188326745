import type { Draft } from '../../events/define-event.ts';
import { RestoreFailed, RestoreRejected } from '../../events/index.ts';
import {
  catalogue,
  Passing,
  type Reason,
  type Rejection,
  StepFailure,
  withRemedy,
} from '../errors.ts';
import type { Operation, OperationError } from '../operation/operation.ts';
import type { Delivery } from './delivery.ts';
import { targetOf } from './permit.ts';
import type { Runtime } from './runtime.ts';

type Surroundings = Pick<Runtime, 'now' | 'deadLetterQueue'>;

/** What failed as the operation keeps it, and as the bus hears of it. */
interface Recorded {
  readonly error: OperationError;
  readonly draft: Draft;
}

/** What an error is once there is no next time. Whatever is not recognised keeps its cause. */
export function failureOf(error: unknown): StepFailure {
  if (error instanceof StepFailure) return error;
  if (error instanceof Passing) return new StepFailure(error.code, error.message);
  const message = 'Something failed that the pipeline does not recognise.';
  return new StepFailure('UNEXPECTED', message, { cause: error });
}

export function failed(
  failure: StepFailure,
  operation: Operation,
  delivery: Pick<Delivery, 'messageId'> | undefined,
  { now, deadLetterQueue }: Surroundings,
): Recorded {
  const facts = {
    step: operation.step,
    code: failure.code,
    message: failure.message,
    ...(failure.cause !== undefined && { cause: describe(failure.cause) }),
    remedy: remedyOf(failure.reasons ?? [failure]),
    dead_letter_queue: deadLetterQueue,
  };
  return {
    error: {
      ...facts,
      ...(failure.reasons && { reasons: [...failure.reasons] }),
      at: now().toISOString(),
      ...(delivery && { message_id: delivery.messageId }),
    },
    draft: RestoreFailed.with({ ...facts, ...namedTarget(operation) }),
  };
}

export function rejected(
  { message, reasons }: Rejection,
  operation: Operation,
  { now, deadLetterQueue }: Surroundings,
): Recorded {
  const told = reasons.map(withRemedy);
  const [first] = told;
  return {
    error: {
      code: first?.code ?? 'REQUEST_INVALID',
      message,
      remedy: remedyOf(reasons),
      step: operation.step,
      at: now().toISOString(),
      dead_letter_queue: deadLetterQueue,
      reasons: [...reasons],
    },
    draft: RestoreRejected.with({ ...namedTarget(operation), reasons: told }),
  };
}

/** Each remedy once. */
const remedyOf = (reasons: readonly Pick<Reason, 'code'>[]): string =>
  [...new Set(reasons.map(({ code }) => catalogue[code].remedy))].join(' ');

/** A malformed request may name no target. */
export const namedTarget = (operation: Operation) =>
  operation.target || typeof operation.request.target_cluster_id === 'string'
    ? { target_cluster_id: targetOf(operation) }
    : {};

const describe = (cause: unknown): string =>
  cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
