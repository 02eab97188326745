import { ServiceError } from '../../service.ts';

/** Why a delivery failed, in the words of EventBridge's dead-letter queues. */
export class DeliveryFailure extends Error {
  readonly code: string;
  /** Trying again may help; else the event goes to the dead-letter queue at once. */
  readonly retriable: boolean;
  /** How long the target asks to wait before that. */
  readonly retryAfterMs: number | undefined;
  constructor(code: string, message: string, retriable: boolean, retryAfterMs?: number) {
    super(message);
    this.code = code;
    this.retriable = retriable;
    this.retryAfterMs = retryAfterMs;
  }
}

export const noResource = (arn: string) =>
  new DeliveryFailure('NO_RESOURCE', `${arn} does not exist.`, false);

export const noPermission = (message: string) =>
  new DeliveryFailure('NO_PERMISSIONS', message, false);

/** Throttling and a target's own errors are retried, other refusals are not. */
export function failureOf(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  if (!(error instanceof ServiceError)) {
    return new DeliveryFailure('INTERNAL_ERROR', String(error), true);
  }
  const { code, message, status } = error;
  if (/throttl|too ?many ?requests/i.test(code) || status === 429) {
    return new DeliveryFailure('THROTTLING', message, true);
  }
  if (status >= 500) return new DeliveryFailure('ERROR_FROM_TARGET', message, true);
  if (/denied|authoriz/i.test(code)) return noPermission(message);
  if (/not ?found|does ?not ?exist|nonexistent/i.test(code)) {
    return new DeliveryFailure('NO_RESOURCE', message, false);
  }
  return new DeliveryFailure('SDK_CLIENT_ERROR', message, false);
}
