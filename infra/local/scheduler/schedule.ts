import type { NextFiring } from '../eventbridge/schedule/schedule.ts';
import type { ScheduleTarget } from './schedule-properties.ts';

export interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly groupArn: string;
  readonly enabled: boolean;
  readonly next: NextFiring;
  /** How much later than its time it may fire. */
  readonly windowMs: number;
  readonly target: ScheduleTarget;
}
