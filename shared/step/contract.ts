import type { EventDefinition } from '../../events/define-event.ts';
import type { Stage } from '../../events/index.ts';
import type { RdsHint } from '../../events/rds/index.ts';
import type { Grant } from './permission.ts';

/** What every service says of itself: plain data, read by its handler, by `infra` and by the docs. */
interface Common {
  /** The folder's name: also of the function, its queue, log group and role. */
  readonly name: string;
  /** What a person loses while this service fails. The alarm says it. */
  readonly failureImpact: string;
  readonly timeoutSeconds: number;
  readonly permissions: readonly Grant[];
  /** Whether it reaches a database, and so has to be in the VPC. */
  readonly reachesDatabase?: boolean;
}

/** A service that carries an operation one stage on. */
export interface StepContract<
  Consumed extends EventDefinition = EventDefinition,
  Emitted extends EventDefinition = EventDefinition,
> extends Common {
  readonly kind: 'step';
  readonly stage: Stage;
  readonly consumes: readonly Consumed[];
  readonly emits: readonly Emitted[];
  /** Native events that make it look sooner. */
  readonly hints: readonly RdsHint[];
  /** Whether it may ask to be called again, and so feeds its own queue. */
  readonly checksAgain: boolean;
}

/** A service that is told of events and changes no operation. */
export interface ObserverContract extends Common {
  readonly kind: 'observer';
  readonly consumes: readonly EventDefinition[];
  readonly tables: readonly ('state' | 'audit' | 'lines')[];
  /** Stages to whose steps it may send their own events once more. */
  readonly wakes?: readonly Stage[];
}

/** A service that a schedule calls. */
export interface ScheduledContract extends Common {
  readonly kind: 'scheduled';
  readonly everyMinutes: number;
}

/** A service that asks for restores by itself. It is woken by native events, and by a schedule. */
export interface RequesterContract extends Common {
  readonly kind: 'requester';
  /** Of this account and region, and of others from where they are forwarded. */
  readonly hints: readonly RdsHint[];
  readonly everyMinutes: number;
}

export type Contract = StepContract | ObserverContract | ScheduledContract | RequesterContract;

export function defineStep<
  const Consumed extends EventDefinition,
  const Emitted extends EventDefinition,
>(
  contract: Omit<StepContract<Consumed, Emitted>, 'kind' | 'hints' | 'checksAgain'> &
    Partial<Pick<StepContract, 'hints' | 'checksAgain'>>,
): StepContract<Consumed, Emitted> {
  return { hints: [], checksAgain: false, ...contract, kind: 'step' };
}

export const defineObserver = (contract: Omit<ObserverContract, 'kind'>): ObserverContract => ({
  ...contract,
  kind: 'observer',
});

export const defineScheduled = (contract: Omit<ScheduledContract, 'kind'>): ScheduledContract => ({
  ...contract,
  kind: 'scheduled',
});

export const defineRequester = (contract: Omit<RequesterContract, 'kind'>): RequesterContract => ({
  ...contract,
  kind: 'requester',
});
