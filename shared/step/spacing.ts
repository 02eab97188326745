/** SQS delays a message by 15 minutes at most. */
const LONGEST_SECONDS = 900;
const SHORTEST_SECONDS = 15;

/**
 * How long to wait before looking again: half of what seems to be left where RDS reports progress,
 * else a fifth of the time waited so far. So a short wait is noticed soon, and a long one costs few
 * calls. Seconds, whole, from 15 to 900.
 */
export function secondsToNextLook(waitedSeconds: number, progress?: number): number {
  const left =
    progress !== undefined && progress > 0
      ? (waitedSeconds * (100 - progress)) / progress
      : undefined;
  const wish = left === undefined ? waitedSeconds / 5 : left / 2;
  return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, Math.ceil(wish)));
}

/** How long a message stays invisible after its n-th failed attempt: 5, 10, 20, ... 300 seconds. */
export const secondsToRetry = (receiveCount: number): number =>
  Math.min(300, 5 * 2 ** Math.max(0, receiveCount - 1));
