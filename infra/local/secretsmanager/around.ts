import type { Clock } from '../clock.ts';
import type { Secrets } from './secrets.ts';

/** What the operations work with. */
export interface Around {
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, 'date'>;
  readonly uuid: () => string;
  /** A random whole number below the one given. */
  readonly choose: (below: number) => number;
}
