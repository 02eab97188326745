import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { LocalService, ResourceProvider } from '../service.ts';
import type { Roles } from './execution-role.ts';
import { Invocations } from './invocations.ts';
import { scheduleGroupProvider } from './schedule-group-provider.ts';
import { Groups } from './schedule-groups.ts';
import { scheduleProvider } from './schedule-provider.ts';
import { Scheduler } from './scheduler.ts';

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly iam: Roles;
  /** What schedules put their events on. */
  readonly events: LocalService;
  /** What has the queues that schedules send to, and their dead-letter queues. */
  readonly sqs: LocalService;
  readonly endpoint: () => string;
  readonly uuid?: () => string;
  /** From 0 to 1, for flexible time windows and the jitter of retries. */
  readonly random?: () => number;
  /** Told of every firing that did not reach its target. */
  readonly log?: (message: string) => void;
}

/** EventBridge Scheduler as templates declare it; nobody can call it. */
export function createScheduler(options: SchedulerOptions): {
  readonly providers: readonly ResourceProvider[];
} {
  const { uuid = randomUUID, random = Math.random, log = () => {} } = options;
  const { clock, faults, iam } = options;
  const invocations = new Invocations({ ...options, uuid, random, log });
  const scheduler = new Scheduler({
    clock,
    faults,
    random,
    invoke: (invocation) => invocations.start(invocation),
  });
  const groups = new Groups();
  return {
    providers: [scheduleGroupProvider(groups), scheduleProvider({ groups, scheduler, clock, iam })],
  };
}
