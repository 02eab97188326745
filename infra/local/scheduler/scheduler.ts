import type { Clock } from '../clock.ts';
import { pass } from '../eventbridge/delivery/pass.ts';
import type { Faults } from '../faults.ts';
import { aboutFiring } from './context-attributes.ts';
import type { Invocation } from './invocations.ts';
import type { Schedule } from './schedule.ts';

export interface SchedulerSurroundings {
  readonly clock: Clock;
  readonly faults: Faults;
  /** From 0 to 1, for flexible time windows. */
  readonly random: () => number;
  invoke(invocation: Invocation): void;
}

/** Fires schedules when it is their time. */
export class Scheduler {
  readonly #around: SchedulerSurroundings;

  constructor(around: SchedulerSurroundings) {
    this.#around = around;
  }

  begin(schedule: Schedule): void {
    if (schedule.enabled) this.#wait(schedule, this.#around.clock.now());
  }

  #wait(schedule: Schedule, after: number): void {
    const { clock, random } = this.#around;
    const due = schedule.next(after);
    if (due === undefined) return;
    clock.after(due - clock.now(), () => {
      this.#wait(schedule, due);
      if (schedule.windowMs === 0) this.#fire(schedule, due);
      else
        clock.after(due + random() * schedule.windowMs - clock.now(), () =>
          this.#fire(schedule, due),
        );
    });
  }

  #fire(schedule: Schedule, scheduledTime: number): void {
    const { clock, faults, invoke } = this.#around;
    const { name, arn: scheduleArn, target } = schedule;
    const input = aboutFiring(target.Input, { scheduleArn, scheduledTime });
    const crossing = { boundary: 'schedule', schedule: name, input } as const;
    pass(clock, faults(crossing), () =>
      invoke({ schedule, scheduledTime, input, begun: clock.now() }),
    );
  }
}
