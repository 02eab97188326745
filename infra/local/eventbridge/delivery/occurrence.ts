import type { BusEvent } from '../event.ts';
import type { Rule } from '../state/event-bus.ts';
import type { Target } from './target.ts';

/** An event on its way to one target of a rule. */
export interface Occurrence {
  readonly rule: Rule;
  readonly target: Target;
  readonly event: BusEvent;
  /** When the bus got the event, in milliseconds. */
  readonly received: number;
  /** Whether it came from another bus; then it goes to no third one. */
  readonly forwarded: boolean;
}
