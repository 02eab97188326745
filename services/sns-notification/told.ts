import type { Operation } from '../../shared/operation/operation.ts';
import type { Observed } from '../../shared/step/observed.ts';

/** Which deployment people are told about. */
export interface Place {
  readonly environment: string;
  readonly region: string;
}

/** All that a notification is made of. */
export interface Told {
  readonly event: Observed;
  /** As it stands when people are told, which may be later than the event. */
  readonly operation: Pick<Operation, 'resources'>;
  readonly place: Place;
}
