import { eventTime } from '../eventbridge/event.ts';

export interface Firing {
  readonly scheduleArn: string;
  /** When the schedule says, in milliseconds; within a flexible window it comes later. */
  readonly scheduledTime: number;
}

export interface Attempt {
  readonly executionId: string;
  /** From 1. */
  readonly number: number;
}

/**
 * Replaces what is the same however often a firing is delivered.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const aboutFiring = (input: string, { scheduleArn, scheduledTime }: Firing) =>
  input
    .replaceAll('<aws.scheduler.schedule-arn>', scheduleArn)
    .replaceAll('<aws.scheduler.scheduled-time>', eventTime(scheduledTime));

/** Replaces what is each attempt's own. */
export const aboutAttempt = (input: string, { executionId, number }: Attempt) =>
  input
    .replaceAll('<aws.scheduler.execution-id>', executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(number));
