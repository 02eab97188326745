import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** A topic that takes nothing unencrypted, and the e-mail addresses that are told of it. */
export function topic(
  scope: Construct,
  id: string,
  topicName: string,
  emails: readonly string[] = [],
): Topic {
  const made = new Topic(scope, id, { topicName, enforceSSL: true });
  for (const email of emails) made.addSubscription(new EmailSubscription(email));
  return made;
}

/**
 * Lets the alarms of this account publish. A topic's own policy, such as the one that enforces TLS,
 * takes the place of the default one, which let the whole account in.
 */
export function letAlarmsPublish(to: Topic): void {
  const { partition, region, account } = Stack.of(to);
  to.addToResourcePolicy(
    new PolicyStatement({
      sid: 'LetAlarmsPublish',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [to.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
      },
    }),
  );
}
