import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

interface Alarmed {
  /** What a person loses while this lasts. The alarm says it, so it cannot be left out. */
  readonly failureImpact: string;
  /** Told of the alarm, and of its end. */
  readonly topic: ITopic;
}

/** Goes off as soon as anything lies in a queue in which nothing ought to lie. */
export function alarmWhenNotEmpty(
  scope: Construct,
  id: string,
  queue: IQueue,
  {
    what,
    remedy,
    failureImpact,
    topic,
  }: Alarmed & { readonly what: string; readonly remedy: string },
): void {
  notify(
    new Alarm(scope, id, {
      ...alarm(
        queue.metricApproximateNumberOfMessagesVisible({
          period: Duration.minutes(1),
          statistic: 'Maximum',
        }),
      ),
      alarmName: `${queue.queueName}-not-empty`,
      alarmDescription: `${what}; it lies in ${queue.queueName}. Impact: ${failureImpact}. ${remedy}`,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    }),
    topic,
  );
}

/** Goes off when a message has waited for longer than it should. */
export function alarmWhenOld(
  scope: Construct,
  id: string,
  queue: IQueue,
  {
    name,
    oldest,
    failureImpact,
    topic,
  }: Alarmed & { readonly name: string; readonly oldest: Duration },
): void {
  notify(
    new Alarm(scope, id, {
      ...alarm(
        queue.metricApproximateAgeOfOldestMessage({
          period: Duration.minutes(5),
          statistic: 'Maximum',
        }),
      ),
      alarmName: `${queue.queueName}-waiting`,
      alarmDescription: `The oldest message for ${name} has waited for more than ${oldest.toMinutes()} minutes. Impact: ${failureImpact}.`,
      threshold: oldest.toSeconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    }),
    topic,
  );
}

const alarm = (metric: Metric) => ({
  metric,
  evaluationPeriods: 1,
  treatMissingData: TreatMissingData.NOT_BREACHING,
});

function notify(alarm: Alarm, topic: ITopic): void {
  alarm.addAlarmAction(new SnsAction(topic));
  alarm.addOkAction(new SnsAction(topic));
}
