import { z } from 'zod';
import { checked, nameOf } from '../eventbridge/checked.ts';
import type { ResourceProvider } from '../service.ts';
import { physicalName } from '../sqs/physical-name.ts';
import type { Groups } from './schedule-groups.ts';
import { LONGEST_NAME } from './schedule-properties.ts';

const schema = z.strictObject({
  Name: nameOf(LONGEST_NAME).optional(),
  // Nothing here depends on them.
  Tags: z.unknown().optional(),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedulegroup.html */
export const scheduleGroupProvider = (groups: Groups): ResourceProvider => ({
  type: 'AWS::Scheduler::ScheduleGroup',
  create(properties, at) {
    const { Name } = checked(schema, properties, at.logicalId);
    const name = Name ?? physicalName(at, LONGEST_NAME);
    return { ref: name, attributes: { Arn: groups.create(at, name) } };
  },
});
