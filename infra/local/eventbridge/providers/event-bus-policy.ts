import { z } from 'zod';
import type { ResourceProvider } from '../../service.ts';
import { putStatement } from '../bus-policy.ts';
import { checked } from '../checked.ts';
import type { Core } from '../core.ts';
import { grant } from '../operations/bus-policies.ts';

const propertiesSchema = z.looseObject({
  StatementId: z.string(),
  Statement: z.record(z.string(), z.unknown()).optional(),
});

/** What may stand beside a whole statement. */
const namesSchema = z.strictObject({
  EventBusName: z.string().optional(),
  StatementId: z.string(),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-eventbuspolicy.html */
export const eventBusPolicyProvider = (core: Core): ResourceProvider => ({
  type: 'AWS::Events::EventBusPolicy',
  create(properties, at) {
    const { Statement, ...others } = checked(propertiesSchema, properties, at.logicalId);
    if (Statement === undefined) grant(core, at, others);
    else {
      const { EventBusName, StatementId } = checked(namesSchema, others, at.logicalId);
      const bus = core.store.bus(at, EventBusName);
      putStatement(bus, { ...Statement, Sid: StatementId }, core.clock.date());
    }
    return { ref: others.StatementId };
  },
});
