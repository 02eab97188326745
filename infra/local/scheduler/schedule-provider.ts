import type { Clock } from '../clock.ts';
import type { ResourceProvider } from '../service.ts';
import { physicalName } from '../sqs/physical-name.ts';
import { assumeRole, type Roles } from './execution-role.ts';
import { firings } from './firings.ts';
import type { Groups } from './schedule-groups.ts';
import { LONGEST_NAME, parseScheduleProperties } from './schedule-properties.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * AWS refuses a schedule whose role it cannot take on: https://github.com/aws/aws-sdk-js-v3/issues/6494.
 * What the role allows shows when it fires.
 */
export const scheduleProvider = ({
  groups,
  scheduler,
  clock,
  iam,
}: {
  readonly groups: Groups;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly iam: Roles;
}): ResourceProvider => ({
  type: 'AWS::Scheduler::Schedule',
  create(given, at) {
    const properties = parseScheduleProperties(given, at.logicalId);
    const { State, GroupName, Target: target, FlexibleTimeWindow: flexible } = properties;
    const name = properties.Name ?? physicalName(at, LONGEST_NAME);
    const next = firings(properties, clock.now());
    const arns = groups.add(at, GroupName, name);
    assumeRole(iam, { target, groupArn: arns.groupArn }, name);
    scheduler.begin({
      ...arns,
      name,
      enabled: State === 'ENABLED',
      next,
      windowMs: flexible.Mode === 'OFF' ? 0 : flexible.MaximumWindowInMinutes * 60_000,
      target,
    });
    return { ref: name, attributes: { Arn: arns.arn } };
  },
});
