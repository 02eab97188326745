import type { Target } from './target.ts';

const DEFAULT_ATTEMPTS = 185;
const DEFAULT_AGE_SECONDS = 86_400;
const FIRST_PAUSE = 1000;
/** With it 185 attempts fit into the 24 hours of the default policy. AWS does not tell its own. */
const LONGEST_PAUSE = 480_000;

export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** How long to wait before the next retry, in milliseconds, or why there is none. */
export function nextRetry(
  policy: Target['RetryPolicy'] = {},
  { retries, age, random }: { retries: number; age: number; random: () => number },
): number | Exhausted {
  if (retries >= (policy.MaximumRetryAttempts ?? DEFAULT_ATTEMPTS)) return 'MaximumRetryAttempts';
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** retries) * (0.5 + random() / 2);
  const longest = (policy.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000;
  return age + pause > longest ? 'MaximumEventAgeInSeconds' : pause;
}
