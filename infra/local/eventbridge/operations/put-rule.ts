import { z } from 'zod';
import { DEFAULT_BUS, type Place, ruleArn } from '../arn.ts';
import { checked, nameOf } from '../checked.ts';
import type { Core } from '../core.ts';
import { invalid } from '../errors.ts';
import { parseEventPattern } from '../event-pattern.ts';
import { parseSchedule } from '../schedule/schedule.ts';
import type { Rule, RuleDefinition } from '../state/event-bus.ts';
import { tagMap, tagsSchema } from '../tags.ts';

const ruleSchema = z.strictObject({
  Name: nameOf(64),
  EventBusName: z.string().optional(),
  EventPattern: z.string().max(4096).optional(),
  ScheduleExpression: z.string().max(256).optional(),
  State: z
    .enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'])
    .default('ENABLED'),
  Description: z.string().max(512).optional(),
  RoleArn: z.string().optional(),
  Tags: tagsSchema.optional(),
});

/** Creates a rule, or replaces all of it but its targets and tags. */
export function putRule({ store, scheduler }: Core, place: Place, input: unknown): Rule {
  const properties = checked(ruleSchema, input, 'Rule');
  const bus = store.bus(place, properties.EventBusName);
  const definition = define(properties, bus.name);
  const before = bus.rules.get(properties.Name);
  const rule: Rule = {
    name: properties.Name,
    arn: ruleArn(bus, bus.name, properties.Name),
    bus,
    definition,
    state: properties.State,
    createdBy: before?.createdBy ?? place.accountId,
    tags: before?.tags ?? tagMap(properties.Tags),
    targets: before?.targets ?? new Map(),
  };
  bus.rules.set(rule.name, rule);
  scheduler.restart(rule);
  return rule;
}

function define(properties: z.infer<typeof ruleSchema>, bus: string): RuleDefinition {
  const { EventPattern, ScheduleExpression, Description, RoleArn } = properties;
  if (EventPattern === undefined && ScheduleExpression === undefined) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (ScheduleExpression !== undefined && bus !== DEFAULT_BUS) {
    throw invalid('ScheduleExpression is supported only on the default event bus.');
  }
  return {
    description: Description,
    roleArn: RoleArn,
    pattern: EventPattern === undefined ? undefined : parseEventPattern(EventPattern),
    schedule:
      ScheduleExpression === undefined
        ? undefined
        : { expression: ScheduleExpression, next: parseSchedule(ScheduleExpression) },
  };
}
