import type { Target } from './target.ts';

const DEFAULT_ATTEMPTS = 185;
const DEFAULT_AGE_SECONDS = 86_400;
const FIRST_PAUSE = 1000;
/** With it 185 attempts fit into the 24 hours of the default policy. AWS does not tell its own. */
const LONGEST_PAUSE = 480_000;

export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

export interface Attempted {
  readonly retries: number;
  /** Of the event, in milliseconds. */
  readonly age: number;
  readonly random: () => number;
  /** What the target asked for, in milliseconds. */
  readonly atLeast?: number | undefined;
}

/** How long to wait before the next retry, in milliseconds, or why there is none. */
export function nextRetry(
  policy: Target['RetryPolicy'] = {},
  { retries, age, random, atLeast = 0 }: Attempted,
): number | Exhausted {
  if (retries >= (policy.MaximumRetryAttempts ?? DEFAULT_ATTEMPTS)) return 'MaximumRetryAttempts';
  const jitter = 0.5 + random() / 2;
  const pause = Math.max(atLeast, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** retries) * jitter);
  const longest = (policy.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000;
  return age + pause > longest ? 'MaximumEventAgeInSeconds' : pause;
}
