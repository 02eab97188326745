import { type HttpAnswer, unreachable } from './loopback-request.ts';

/**
 * Throws for every answer but a good one, and tells whether to try again:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html#eb-api-destination-error-codes
 */
export function checkAnswer({ status, headers, body }: HttpAnswer, now: number): void {
  if (status >= 200 && status < 300) return;
  const wait = waitOf(headers['retry-after'], now);
  const isRetried = RETRIED.has(status) || status >= 500;
  throw unreachable(
    `API destination returned HTTP status ${status} with payload: ${body.slice(0, LONGEST_PAYLOAD)}`,
    isRetried && (wait ?? 0) >= 0,
    wait,
  );
}

const RETRIED = new Set([401, 407, 409, 429]);

/** Of an answer in the attributes of a dead-letter queue; AWS does not tell how much it shows. */
const LONGEST_PAYLOAD = 256;

/** In milliseconds; a number of seconds or a date. */
function waitOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const seconds = Number(retryAfter);
  if (!Number.isNaN(seconds)) return seconds * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
