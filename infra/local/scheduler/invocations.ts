import type { SendMessageRequest } from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.ts';
import { parseArn } from '../eventbridge/arn.ts';
import { failureOf } from '../eventbridge/delivery/delivery-failure.ts';
import { nextRetry } from '../eventbridge/delivery/retry.ts';
import { eventTime } from '../eventbridge/event.ts';
import { type LocalService, ServiceError } from '../service.ts';
import { aboutAttempt } from './context-attributes.ts';
import { assumeRole, callAs, type Roles } from './execution-role.ts';
import { queueUrl } from './queue-url.ts';
import type { Schedule } from './schedule.ts';
import { callTarget } from './target-call.ts';

export interface InvocationSurroundings {
  readonly clock: Clock;
  readonly iam: Roles;
  /** What schedules put their events on. */
  readonly events: LocalService;
  /** What has the queues that schedules send to, and their dead-letter queues. */
  readonly sqs: LocalService;
  readonly endpoint: () => string;
  readonly uuid: () => string;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: (message: string) => void;
}

/** One firing on its way to its target. */
export interface Invocation {
  readonly schedule: Schedule;
  readonly scheduledTime: number;
  /** With all replaced but what is each attempt's own. */
  readonly input: string;
  /** When it was first tried. */
  readonly begun: number;
}

/** Brings firings to their targets: retries what may yet succeed, dead-letters the rest. */
export class Invocations {
  readonly #around: InvocationSurroundings;

  constructor(around: InvocationSurroundings) {
    this.#around = around;
  }

  start(invocation: Invocation): void {
    this.#attempt(invocation, 0);
  }

  #attempt(invocation: Invocation, retries: number): void {
    const { clock, uuid } = this.#around;
    const executionId = uuid().replaceAll('-', '').slice(0, 16);
    const input = aboutAttempt(invocation.input, { executionId, number: retries + 1 });
    const attempt: Attempt = { ...invocation, input, executionId, retries };
    void clock.during(async () => {
      try {
        await this.#deliver(attempt);
      } catch (error) {
        await this.#failed(invocation, attempt, error);
      }
    });
  }

  async #deliver({ schedule, input, executionId }: Attempt): Promise<void> {
    const { target } = schedule;
    await callTarget(target, input, {
      endpoint: this.#around.endpoint(),
      call: (service, operation, request) =>
        this.#call(service, operation, request, { schedule, executionId, arn: target.Arn }),
    });
  }

  /** That a missing permission is not retried is assumed; it is so for EventBridge's rules. */
  async #failed(invocation: Invocation, attempt: Attempt, error: unknown): Promise<void> {
    const { clock, random } = this.#around;
    if (!failureOf(error).retriable) return this.#deadLetter(attempt, error);
    const { retries } = attempt;
    const age = clock.now() - invocation.begun;
    const next = nextRetry(invocation.schedule.target.RetryPolicy, { retries, age, random });
    if (typeof next !== 'number') return this.#deadLetter(attempt, error, next);
    clock.after(next, () => this.#attempt(invocation, retries + 1));
  }

  /**
   * The attributes are those of the guide's example. That the body is the input with all replaced is
   * assumed from it, too, for it is one of another kind of target.
   * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
   */
  async #deadLetter(attempt: Attempt, error: unknown, exhausted?: string): Promise<void> {
    const { schedule, input, executionId } = attempt;
    const { target } = schedule;
    const { message } = failureOf(error);
    const code = error instanceof ServiceError ? error.code : failureOf(error).code;
    const scheduledTime = eventTime(attempt.scheduledTime);
    const what = `Schedule ${schedule.name} of ${scheduledTime} for ${target.Arn}: ${code}, ${message}`;
    const arn = target.DeadLetterConfig?.Arn;
    if (arn === undefined) return this.#around.log(`${what} Dropped.`);
    const attributes = {
      ERROR_CODE: code,
      ERROR_MESSAGE: message,
      EXECUTION_ID: executionId,
      ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: String(attempt.retries),
      SCHEDULED_TIME: scheduledTime,
      SCHEDULE_ARN: schedule.arn,
      TARGET_ARN: target.Arn,
    };
    const request: SendMessageRequest = {
      QueueUrl: queueUrl(this.#around.endpoint(), arn),
      MessageBody: input,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [
          name,
          { DataType: 'String', StringValue },
        ]),
      ),
    };
    try {
      await this.#call('sqs', 'SendMessage', request, { schedule, executionId, arn });
      this.#around.log(`${what} Sent to ${arn}.`);
    } catch (refusal) {
      this.#around.log(`${what} Dropped, for ${arn} did not take it: ${refusal}`);
    }
  }

  /** By the schedule's role, where `arn` is. */
  async #call(
    service: 'events' | 'sqs',
    operation: string,
    input: object,
    by: { readonly schedule: Schedule; readonly executionId: string; readonly arn: string },
  ): Promise<object> {
    const { iam, endpoint, uuid } = this.#around;
    const principal = assumeRole(iam, by.schedule, by.executionId);
    const region = parseArn(by.arn)?.region ?? '';
    const rest = { operation, region, requestId: uuid(), endpoint: endpoint(), input };
    return await callAs(principal, iam, this.#around[service], rest);
  }
}

interface Attempt extends Invocation {
  readonly executionId: string;
  /** Before this one. */
  readonly retries: number;
}
