import type { Clock } from '../../clock.ts';
import type { Faults } from '../../faults.ts';
import type { FindTarget } from '../../service.ts';
import type { EventBus } from '../state/event-bus.ts';
import type { Store } from '../state/store.ts';
import { checkForwarding } from './bus-target.ts';
import { type DeliveryFailure, failureOf, noResource } from './delivery-failure.ts';
import type { Occurrence } from './occurrence.ts';
import { pass } from './pass.ts';
import { type Exhausted, nextRetry } from './retry.ts';
import { isApiDestination, isBus } from './target.ts';
import { targetBody } from './target-body.ts';
import type { Roles } from './target-role.ts';

export interface DeliverySurroundings {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly findTarget: FindTarget;
  readonly iam: Roles;
  readonly store: Store;
  /** Brings it to an API destination. */
  invoke(occurrence: Occurrence): Promise<void>;
  forward(to: EventBus, occurrence: Occurrence): void;
  readonly random: () => number;
  readonly log: (message: string) => void;
}

export interface Retry {
  readonly occurrence: Occurrence;
  /** The how-manieth it is. */
  readonly retries: number;
  /** Milliseconds since the epoch. */
  readonly due: number;
}

const SERVICE = 'events.amazonaws.com';

/** Brings events to targets: retries what may yet succeed, dead-letters the rest. */
export class Deliveries {
  readonly #retries = new Set<Retry>();
  readonly #around: DeliverySurroundings;

  constructor(around: DeliverySurroundings) {
    this.#around = around;
  }

  start(occurrence: Occurrence): void {
    const { clock, faults } = this.#around;
    const { rule, target, event } = occurrence;
    const crossing = { boundary: 'event', rule: rule.name, targetArn: target.Arn, event } as const;
    pass(clock, faults(crossing), () => this.#attempt(occurrence, 0));
  }

  /** Those that are waited for. */
  retries(): readonly Retry[] {
    return [...this.#retries];
  }

  retry(retry: Retry): void {
    const { clock } = this.#around;
    this.#retries.add(retry);
    clock.after(retry.due - clock.now(), () => {
      this.#retries.delete(retry);
      this.#attempt(retry.occurrence, retry.retries);
    });
  }

  #attempt(occurrence: Occurrence, retries: number): void {
    const { clock } = this.#around;
    void clock.during(async () => {
      try {
        await this.#deliver(occurrence);
      } catch (error) {
        await this.#failed(occurrence, retries, failureOf(error));
      }
    });
  }

  async #deliver(occurrence: Occurrence): Promise<void> {
    const { Arn } = occurrence.target;
    if (isApiDestination(Arn)) return this.#around.invoke(occurrence);
    if (isBus(Arn)) {
      const bus = this.#around.store.findBus(occurrence.rule.bus, Arn);
      if (bus === undefined) throw noResource(Arn);
      checkForwarding(this.#around.iam, occurrence, bus);
      this.#around.forward(bus, occurrence);
      return;
    }
    const found = this.#around.findTarget(Arn);
    if (found === undefined) throw noResource(Arn);
    const from = { service: SERVICE, sourceArn: occurrence.rule.arn };
    await found.deliver({ body: targetBody(occurrence), from });
  }

  async #failed(occurrence: Occurrence, retries: number, failure: DeliveryFailure): Promise<void> {
    const { clock, random } = this.#around;
    if (!failure.retriable) return this.#deadLetter(occurrence, retries, failure);
    const age = clock.now() - occurrence.received;
    const next = nextRetry(occurrence.target.RetryPolicy, {
      retries,
      age,
      random,
      atLeast: failure.retryAfterMs,
    });
    if (typeof next !== 'number') return this.#deadLetter(occurrence, retries, failure, next);
    this.retry({ occurrence, retries: retries + 1, due: clock.now() + next });
  }

  /** The dead-letter queue gets the event itself, whatever the target would have got. */
  async #deadLetter(
    { rule, target, event }: Occurrence,
    retries: number,
    failure: DeliveryFailure,
    exhausted?: Exhausted,
  ): Promise<void> {
    const what = `Event ${event.id} of rule ${rule.name} for ${target.Arn}: ${failure.code}, ${failure.message}`;
    const queueArn = target.DeadLetterConfig?.Arn;
    if (queueArn === undefined) return this.#around.log(`${what} Dropped.`);
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      RETRY_ATTEMPTS: String(retries),
      ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    };
    try {
      const queue = this.#around.findTarget(queueArn);
      if (queue === undefined) throw noResource(queueArn);
      await queue.deliver({
        body: JSON.stringify(event),
        from: { service: SERVICE, sourceArn: rule.arn },
        attributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [
            name,
            { DataType: 'String', StringValue: value },
          ]),
        ),
      });
      this.#around.log(`${what} Sent to ${queueArn}.`);
    } catch (error) {
      this.#around.log(`${what} Dropped, for ${queueArn} did not take it: ${error}`);
    }
  }
}
