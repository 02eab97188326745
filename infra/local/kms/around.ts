import type { Clock } from '../clock.ts';
import type { Access } from './access.ts';
import type { Keys } from './keys.ts';

/** What the operations work with. */
export interface Around {
  readonly keys: Keys;
  readonly access: Access;
  readonly clock: Pick<Clock, 'date'>;
  readonly uuid: () => string;
  readonly randomBytes: (size: number) => Buffer;
}
