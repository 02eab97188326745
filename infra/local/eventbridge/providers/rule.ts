import { z } from 'zod';
import type { ResourceProvider } from '../../service.ts';
import { physicalName } from '../../sqs/physical-name.ts';
import { DEFAULT_BUS } from '../arn.ts';
import { checked } from '../checked.ts';
import type { Core } from '../core.ts';
import { putRule } from '../operations/put-rule.ts';
import { putTargets } from '../operations/targets.ts';

const propertiesSchema = z.looseObject({
  Name: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  Targets: z.array(z.unknown()).default([]),
});

const LONGEST_NAME = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-rule.html */
export const ruleProvider = (core: Core): ResourceProvider => ({
  type: 'AWS::Events::Rule',
  create(properties, at) {
    const parsed = checked(propertiesSchema, properties, at.logicalId);
    const { Name = physicalName(at, LONGEST_NAME), EventPattern, Targets, ...others } = parsed;
    const pattern = EventPattern && { EventPattern: JSON.stringify(EventPattern) };
    const rule = putRule(core, at, { ...others, ...pattern, Name });
    putTargets(rule, Targets);
    // CloudFormation's id of a rule names the bus, unless it is the default one.
    const ref = rule.bus.name === DEFAULT_BUS ? rule.name : `${rule.bus.name}|${rule.name}`;
    return { ref, attributes: { Arn: rule.arn } };
  },
});
