import { App, Aws, CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy, CfnRule, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import {
  AccountPrincipal,
  ArnPrincipal,
  Effect,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** Where the environment is, and where the other stack belongs. */
export const HERE = { accountId: '444455556666', region: 'us-east-1' };
export const SOURCE = { accountId: '111122223333', region: 'eu-west-1' };

/** Those that the tests without one leave out. */
export interface Allowances {
  /** The bus of the one account admits the other. */
  readonly admitted?: boolean;
  /** The role that copies may use keys by way of RDS. */
  readonly copierUsesKeys?: boolean;
  /** The key of the source admits the account that copies. */
  readonly keyIsShared?: boolean;
}

/**
 * Two stacks: `Here`, wherever the environment is, with a bus that gets the events of the other's
 * account and a role `copier`; `Source`, in an account and a region of its own, with a rule that
 * forwards, a key, and a role `sharer`, which `copier` may assume. Gives the assembly's directory.
 */
export function synthesize(outdir: string, allowances: Allowances = {}): string {
  const app = new App({ outdir });
  here(new Stack(app, 'Here'), allowances);
  source(
    new Stack(app, 'Source', { env: { account: SOURCE.accountId, region: SOURCE.region } }),
    allowances,
  );
  return app.synth().directory;
}

function here(stack: Stack, { admitted = true, copierUsesKeys = true }: Allowances): void {
  const eventBus = new EventBus(stack, 'Bus', { eventBusName: 'orders' });
  if (admitted)
    new CfnEventBusPolicy(stack, 'BusPolicy', {
      eventBusName: eventBus.eventBusName,
      statementId: 'source',
      statement: {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${SOURCE.accountId}:root` },
        Action: 'events:PutEvents',
        Resource: eventBus.eventBusArn,
        Condition: {
          StringEquals: { 'events:source': 'aws.rds' },
          ArnLike: { 'aws:SourceArn': `arn:aws:events:*:${SOURCE.accountId}:rule/forward` },
        },
      },
    });
  new Rule(stack, 'Rule', {
    eventBus,
    eventPattern: { source: ['aws.rds'], account: [SOURCE.accountId] },
    targets: [new SqsQueue(new Queue(stack, 'Queue', { queueName: 'arrived' }))],
  });
  const copier = new Role(stack, 'Copier', {
    roleName: 'copier',
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  const may = (actions: string[], resources: string[]) =>
    copier.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }));
  may(['sts:AssumeRole'], [`arn:aws:iam::${SOURCE.accountId}:role/sharer`]);
  may(
    ['rds:CopyDBClusterSnapshot', 'rds:DescribeDBClusterSnapshots'],
    ['arn:aws:rds:*:*:cluster-snapshot:*'],
  );
  if (copierUsesKeys) may(['kms:DescribeKey', 'kms:CreateGrant'], ['arn:aws:kms:*:*:key/*']);
  const key = new Key(stack, 'Key');
  new CfnOutput(stack, 'HereKey', { value: key.keyArn });
  new CfnOutput(stack, 'HerePlace', { value: `${Aws.ACCOUNT_ID}/${Aws.REGION}` });
}

function source(stack: Stack, { keyIsShared = true }: Allowances): void {
  const to = `arn:aws:events:${HERE.region}:${HERE.accountId}:event-bus/orders`;
  const forwarder = new Role(stack, 'Forwarder', {
    assumedBy: new ServicePrincipal('events.amazonaws.com'),
  });
  forwarder.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [to] }));
  const dead = new Queue(stack, 'Dead', { queueName: 'not-forwarded' });
  const rule = new CfnRule(stack, 'Rule', {
    name: 'forward',
    eventPattern: { source: ['aws.rds'], 'detail-type': ['RDS DB Cluster Snapshot Event'] },
    targets: [
      {
        id: 'orders',
        arn: to,
        roleArn: forwarder.roleArn,
        deadLetterConfig: { arn: dead.queueArn },
      },
    ],
  });
  dead.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [dead.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
    }),
  );
  const key = new Key(stack, 'Key');
  if (keyIsShared)
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AccountPrincipal(HERE.accountId)],
        actions: ['kms:DescribeKey', 'kms:CreateGrant'],
        resources: ['*'],
      }),
    );
  const sharer = new Role(stack, 'Sharer', {
    roleName: 'sharer',
    assumedBy: new ArnPrincipal(`arn:aws:iam::${HERE.accountId}:role/copier`),
    externalIds: ['secret'],
  });
  sharer.addToPolicy(
    new PolicyStatement({
      actions: ['rds:ModifyDBClusterSnapshotAttribute'],
      resources: [`arn:aws:rds:*:${SOURCE.accountId}:cluster-snapshot:*`],
      conditions: { StringEquals: { 'aws:ResourceTag/may-be-shared': 'true' } },
    }),
  );
  sharer.addToPolicy(
    new PolicyStatement({
      actions: ['sqs:CreateQueue', 'events:CreateEventBus', 'secretsmanager:CreateSecret'],
      resources: ['*'],
    }),
  );
  new CfnOutput(stack, 'SourceKey', { value: key.keyArn });
  new CfnOutput(stack, 'SourcePlace', { value: `${Aws.ACCOUNT_ID}/${Aws.REGION}` });
}
