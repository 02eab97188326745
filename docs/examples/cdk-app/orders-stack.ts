import { type Environment, Stack } from 'aws-cdk-lib';
import { type CfnRule, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

interface OrdersStackProps {
  readonly env?: Environment;
  /** Of the pipeline. */
  readonly busName: string;
}

/** Another team's: whatever has to happen once its staging cluster was restored. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, { env, busName }: OrdersStackProps) {
    super(scope, id, { ...(env && { env }) });
    const rule = new Rule(this, 'Restored', {
      ruleName: 'orders-staging-restored',
      eventBus: EventBus.fromEventBusName(this, 'Bus', busName),
      eventPattern: {
        source: ['aurora-restore'],
        detailType: ['RestoreCompleted'],
        detail: { target_cluster_id: ['orders-staging'], metadata: { version: [1] } },
      },
      targets: [
        new SqsQueue(new Queue(this, 'Refreshed', { queueName: 'orders-staging-refreshed' }), {
          deadLetterQueue: new Queue(this, 'Undelivered'),
        }),
      ],
    });
    /** What an archive replays has happened long ago. */
    const definition = rule.node.defaultChild as CfnRule;
    definition.addPropertyOverride('EventPattern.replay-name', [{ exists: false }]);
  }
}
