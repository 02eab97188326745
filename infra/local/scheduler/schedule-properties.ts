import { z } from 'zod';
import { parseArn } from '../eventbridge/arn.ts';
import { checked, nameOf } from '../eventbridge/checked.ts';
import { invalid, notServed } from '../eventbridge/errors.ts';
import { readJson } from '../eventbridge/read-json.ts';

export const LONGEST_NAME = 64;
export const DEFAULT_GROUP = 'default';

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const retryPolicy = z.strictObject({
  MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
  MaximumRetryAttempts: z.int().min(0).max(185).optional(),
});

const target = z.strictObject({
  Arn: z.string(),
  RoleArn: z.string(),
  /** Without it AWS sends a notification whose form it does not tell. */
  Input: z.string(),
  EventBridgeParameters: z.strictObject({
    Source: z.string().min(1).max(256),
    DetailType: z.string().min(1).max(128),
  }),
  DeadLetterConfig: z
    .strictObject({ Arn: z.string().regex(/^arn:aws:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/) })
    .optional(),
  RetryPolicy: retryPolicy.default({}),
});

const schema = z.strictObject({
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
  Target: target,
});

export type ScheduleProperties = z.infer<typeof schema>;
export type ScheduleTarget = ScheduleProperties['Target'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedule.html */
export function parseScheduleProperties(properties: unknown, where: string): ScheduleProperties {
  refuseOtherTargets(properties, where);
  const parsed = checked(schema, properties, where);
  if (readJson(parsed.Target.Input) === undefined)
    throw invalid(`${where}.Target.Input: it must be JSON, for the target is an event bus`);
  return parsed;
}

/** Before the rest is looked at, so that the error names the target, not what such a target lacks. */
function refuseOtherTargets(properties: unknown, where: string): void {
  const { data } = z.object({ Target: z.object({ Arn: z.string() }) }).safeParse(properties);
  const arn = data?.Target.Arn;
  if (arn === undefined || isBus(arn)) return;
  throw notServed(`${where}.Target.Arn: a schedule for ${arn}`);
}

function isBus(arn: string): boolean {
  const parsed = parseArn(arn);
  return parsed?.service === 'events' && parsed.resource.startsWith('event-bus/');
}
