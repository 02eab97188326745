import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Names } from '../names.ts';

/**
 * Lets every rule of the pipeline put into one queue what it cannot deliver: one statement, since a
 * queue's policy holds 20 at most. Source: SQS guide, "Quotas related to policies".
 */
export function rulesMaySend(scope: Construct, names: Names, queue: IQueue): PolicyStatement {
  const { partition, region, account } = Stack.of(scope);
  const rule = (path: string) => `arn:${partition}:events:${region}:${account}:rule/${path}`;
  return new PolicyStatement({
    principals: [new ServicePrincipal('events.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: {
      ArnLike: {
        'aws:SourceArn': [rule(`${names.prefix}-*`), rule(`${names.bus}/${names.prefix}-*`)],
      },
    },
  });
}
