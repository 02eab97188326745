import { type ErrorCode, StepFailure } from '../errors.ts';
import type { Operation } from '../operation/operation.ts';
import type { Aurora } from './aurora.ts';
import { stateOf } from './status.ts';

/** A cluster or an instance that an operation waits for, as RDS describes it. */
interface Awaited {
  readonly kind: 'cluster' | 'instance';
  readonly id: string;
  /** `gone` where RDS knows nothing of it. */
  readonly status: string;
}

/**
 * Throws the failure where nothing comes of the resource by itself: its status says so, or, while it
 * is still on its way, RDS itself does. A status alone says no reason, and some failures change none,
 * so RDS's own words are looked for in either case.
 */
export async function refuseBroken(
  aurora: Pick<Aurora, 'failuresOf'>,
  operation: Operation,
  code: ErrorCode,
  resources: readonly Awaited[],
): Promise<void> {
  const failures: string[] = [];
  for (const { kind, id, status } of resources) {
    const state = status === 'gone' ? 'going' : stateOf(status);
    if (state === 'available') continue;
    const said = await aurora.failuresOf(kind, id, since(operation));
    if (state !== 'working' || said.length > 0)
      failures.push([`${id} is ${status}`, ...quoted(said)].join('; RDS says: '));
  }
  if (failures.length > 0) throw new StepFailure(code, failures.join(', '));
}

/** What was said before a redrive is what the redrive was to mend. */
export const since = ({ reopened_at, stages, step, start_time }: Operation): string =>
  reopened_at ?? stages[step]?.started_at ?? start_time;

const quoted = (said: readonly string[]): string[] =>
  said.length > 0 ? [[...new Set(said)].join('; ')] : [];
