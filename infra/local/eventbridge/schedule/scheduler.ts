import type { Clock } from '../../clock.ts';
import { type BusEvent, eventTime } from '../event.ts';
import type { Rule } from '../state/event-bus.ts';

/** Fires scheduled rules, each for itself: their events reach no other rule. */
export class Scheduler {
  readonly #clock: Clock;
  readonly #uuid: () => string;
  readonly #fire: (rule: Rule, event: BusEvent) => void;
  readonly #waiting = new Map<string, () => void>();

  constructor(clock: Clock, uuid: () => string, fire: (rule: Rule, event: BusEvent) => void) {
    this.#clock = clock;
    this.#uuid = uuid;
    this.#fire = fire;
  }

  /** Begins anew: a rate counts from now on. Ends what ran for the rule before. */
  restart(rule: Rule): void {
    this.stop(rule);
    if (rule.state !== 'DISABLED') this.#wait(rule, this.#clock.now());
  }

  stop({ arn }: Rule): void {
    this.#waiting.get(arn)?.();
    this.#waiting.delete(arn);
  }

  #wait(rule: Rule, after: number): void {
    const due = rule.definition.schedule?.next(after);
    if (due === undefined) return;
    const cancel = this.#clock.after(due - this.#clock.now(), () => {
      this.#wait(rule, due);
      this.#fire(rule, this.#event(rule, due));
    });
    this.#waiting.set(rule.arn, cancel);
  }

  #event({ arn, bus }: Rule, due: number): BusEvent {
    return {
      version: '0',
      id: this.#uuid(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: bus.accountId,
      time: eventTime(due),
      region: bus.region,
      resources: [arn],
      detail: {},
    };
  }
}
