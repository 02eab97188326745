import { Duration } from 'aws-cdk-lib';
import {
  type CfnRule,
  type EventPattern,
  type IEventBus,
  Rule,
  type Schedule,
} from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ignoreReplays } from './ignore-replays.ts';

interface QueueRuleProps {
  readonly ruleName: string;
  readonly queue: IQueue;
  /** Where events lie that could not be put into the queue. Its policy must let the rules in. */
  readonly undelivered: IQueue;
  /** Left out, the account's default bus: where AWS's own events arrive. */
  readonly bus?: IEventBus;
  readonly pattern?: EventPattern;
  readonly schedule?: Schedule;
}

/** One rule that puts events of a bus, or a schedule's, into one queue. */
export class QueueRule extends Construct {
  constructor(scope: Construct, id: string, props: QueueRuleProps) {
    super(scope, id);
    const { ruleName, bus, pattern, schedule } = props;
    const rule = new Rule(this, 'Rule', {
      ruleName,
      ...(bus && { eventBus: bus }),
      ...(pattern && { eventPattern: pattern }),
      ...(schedule && { schedule }),
      targets: [new SqsQueue(props.queue, { retryAttempts: 185, maxEventAge: Duration.hours(24) })],
    });
    const definition = rule.node.defaultChild as CfnRule;
    /** Given to the target, each rule would add a statement to that queue's policy: SQS takes 20. */
    definition.addPropertyOverride('Targets.0.DeadLetterConfig.Arn', props.undelivered.queueArn);
    if (pattern) ignoreReplays(rule);
  }
}
