import { z } from 'zod';
import type { ResourceProvider } from '../../service.ts';
import { policyText, setStatements } from '../bus-policy.ts';
import { checked } from '../checked.ts';
import type { Core } from '../core.ts';
import { createBus } from '../operations/buses.ts';

const propertiesSchema = z.looseObject({
  Policy: z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }).optional(),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-eventbus.html */
export const eventBusProvider = (core: Core): ResourceProvider => ({
  type: 'AWS::Events::EventBus',
  create(properties, at) {
    const { Policy, ...others } = checked(propertiesSchema, properties, at.logicalId);
    const bus = createBus(core, at, others);
    if (Policy !== undefined) setStatements(bus, Policy.Statement, core.clock.date());
    const policy = policyText(bus);
    return {
      ref: bus.name,
      attributes: { Arn: bus.arn, Name: bus.name, ...(policy && { Policy: policy }) },
    };
  },
});
