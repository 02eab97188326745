import { z } from 'zod';
import { parseArn } from '../eventbridge/arn.ts';
import { checked, nameOf } from '../eventbridge/checked.ts';
import { notServed } from '../eventbridge/errors.ts';
import { readJson } from '../eventbridge/read-json.ts';

export const LONGEST_NAME = 64;
export const DEFAULT_GROUP = 'default';

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const retryPolicy = z.strictObject({
  MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
  MaximumRetryAttempts: z.int().min(0).max(185).optional(),
});

const common = {
  Arn: z.string(),
  RoleArn: z.string(),
  /** Without it AWS sends a notification whose form it does not tell. */
  Input: z.string().min(1),
  DeadLetterConfig: z
    .strictObject({ Arn: z.string().regex(/^arn:aws:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/) })
    .optional(),
  RetryPolicy: retryPolicy.default({}),
};

const busTarget = z.strictObject({
  ...common,
  Input: common.Input.refine((text) => readJson(text) !== undefined, {
    error: 'must be JSON, for the target is an event bus',
  }),
  EventBridgeParameters: z.strictObject({
    Source: z.string().min(1).max(256),
    DetailType: z.string().min(1).max(128),
  }),
});

const queueTarget = z.strictObject(common);

const schedule = {
  Name: nameOf(LONGEST_NAME).optional(),
  GroupName: nameOf(LONGEST_NAME).default(DEFAULT_GROUP),
  Description: z.string().max(512).optional(),
  ScheduleExpression: z.string().max(256),
  ScheduleExpressionTimezone: z.string().max(50).default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  StartDate: moment.optional(),
  EndDate: moment.optional(),
  FlexibleTimeWindow: z.discriminatedUnion('Mode', [
    z.strictObject({ Mode: z.literal('OFF') }),
    z.strictObject({
      Mode: z.literal('FLEXIBLE'),
      MaximumWindowInMinutes: z.int().min(1).max(1440),
    }),
  ]),
};

const scheduleForBus = z.strictObject({ ...schedule, Target: busTarget });
const scheduleForQueue = z.strictObject({ ...schedule, Target: queueTarget });

export type ScheduleProperties = z.infer<typeof scheduleForBus | typeof scheduleForQueue>;
export type ScheduleTarget = ScheduleProperties['Target'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedule.html */
export function parseScheduleProperties(properties: unknown, where: string): ScheduleProperties {
  const target = targetOf(properties, where);
  return checked(target === 'queue' ? scheduleForQueue : scheduleForBus, properties, where);
}

/** Before the rest is looked at, so that an error names the target, not what such a target lacks. */
function targetOf(properties: unknown, where: string): 'bus' | 'queue' | undefined {
  const { data } = z.object({ Target: z.object({ Arn: z.string() }) }).safeParse(properties);
  const arn = data?.Target.Arn;
  if (arn === undefined) return undefined;
  const { service, resource = '' } = parseArn(arn) ?? {};
  if (service === 'events' && resource.startsWith('event-bus/')) return 'bus';
  if (service === 'sqs' && !resource.endsWith('.fifo')) return 'queue';
  throw notServed(`${where}.Target.Arn: a schedule for ${arn}`);
}
