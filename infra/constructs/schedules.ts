import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup, ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RestoreRequested } from '../../events/index.ts';
import type { Schedule } from '../../shared/configuration/schedules.ts';
import type { Names } from '../names.ts';
import { keptQueue } from './kept-queue.ts';
import { alarmWhenNotEmpty } from './queue-alarms.ts';
import { putEvents } from './statements.ts';

interface SchedulesProps {
  readonly names: Names;
  readonly bus: IEventBus;
  readonly schedules: readonly Schedule[];
  readonly alarmTopic: ITopic;
}

/**
 * Restores that are asked for at certain times. The operation's id holds the schedule's name and the
 * time that it was scheduled for, so that a firing that is delivered twice is one restore.
 */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    const { names, bus, alarmTopic } = props;
    const undelivered = keptQueue(this, 'Undelivered', names.queue('schedules-undelivered'));
    alarmWhenNotEmpty(this, 'UndeliveredRequests', undelivered, {
      what: 'EventBridge Scheduler could not put a request on the bus',
      failureImpact: 'a scheduled restore was not asked for',
      remedy: 'Read its attribute ERROR_MESSAGE, mend the cause, and ask for the restore by hand.',
      topic: alarmTopic,
    });
    const group = new CfnScheduleGroup(this, 'Group', { name: names.prefix });
    const role = this.#role(names, [
      putEvents(bus, [RestoreRequested]),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [undelivered.queueArn] }),
    ]);
    for (const schedule of props.schedules) {
      const { name, expression, time_zone, flexible_minutes, enabled } = schedule;
      const made = new CfnSchedule(this, `Schedule-${name}`, {
        name,
        groupName: group.ref,
        description: `Asks for a restore of ${schedule.request.target_cluster_id}`,
        scheduleExpression: expression,
        scheduleExpressionTimezone: time_zone,
        state: enabled ? 'ENABLED' : 'DISABLED',
        flexibleTimeWindow:
          flexible_minutes === undefined
            ? { mode: 'OFF' }
            : { mode: 'FLEXIBLE', maximumWindowInMinutes: flexible_minutes },
        target: {
          arn: bus.eventBusArn,
          roleArn: role.roleArn,
          eventBridgeParameters: {
            source: RestoreRequested.source,
            detailType: RestoreRequested.name,
          },
          input: JSON.stringify(requestOf(schedule)),
          deadLetterConfig: { arn: undelivered.queueArn },
          retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
        },
      });
      /** Not before it may do what it is for. */
      made.node.addDependency(role);
    }
  }

  /** For the schedules of this deployment alone. */
  #role(names: Names, statements: readonly PolicyStatement[]): Role {
    const { partition, region, account } = Stack.of(this);
    const role = new Role(this, 'Role', {
      roleName: names.role('schedules', region),
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': account,
            /** Of a group, never of a schedule. Source: Scheduler guide, "Confused deputy prevention". */
            'aws:SourceArn': `arn:${partition}:scheduler:${region}:${account}:schedule-group/${names.prefix}`,
          },
        },
      }),
    });
    for (const statement of statements) role.addToPrincipalPolicy(statement);
    return role;
  }
}

/** Scheduler writes the time in the form of 2026-11-28T03:00:00Z. */
const requestOf = ({ name, request }: Schedule) => ({
  ...request,
  operation_id: `${name}-${ContextAttribute.scheduledTime}`,
  requested_by: `schedule ${name}`,
});
