import { rmSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { evaluate, parsePolicy } from '../../infra/local/iam/policy.ts';
import { observers, requesters, scheduledServices, steps } from '../../services/index.ts';
import type { Contract } from '../../shared/step/contract.ts';
import {
  ACCOUNT,
  functionsOf,
  REGION,
  type Resource,
  type Synthesized,
  synthesize,
} from './synthesized.ts';

let stack: Synthesized;
const contracts: readonly Contract[] = [
  ...steps,
  ...observers,
  ...scheduledServices,
  ...requesters,
];

beforeAll(async () => {
  stack = await synthesize({ notify: ['dba@example.com'], alert: ['oncall@example.com'] });
});
afterAll(() => rmSync(stack.directory, { recursive: true }));

const named = (type: string, property: string, name: string) => stack.one(type, property, name);
const functionOf = (name: string) =>
  named('AWS::Lambda::Function', 'FunctionName', `aurora-restore-${name}`).Properties;
const queueOf = (name: string) =>
  named('AWS::SQS::Queue', 'QueueName', `aurora-restore-${name}`).Properties;
const group = (name: string) =>
  named('AWS::EC2::SecurityGroup', 'GroupName', `aurora-restore-${name}`);
const idOfGroup = (name: string) => group(name).id;
const arn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:aurora-restore-${name}`;
const alarms = 'arn:aws:sns:eu-west-1:123456789012:aurora-restore-alarms';

describe.each(contracts)('$name', ({ name, timeoutSeconds, failureImpact, ...contract }) => {
  test('all that is its own is named after it', () => {
    const { id } = named('AWS::IAM::Role', 'RoleName', `aurora-restore-${name}-role-eu-west-1`);

    named('AWS::Logs::LogGroup', 'LogGroupName', `/aws/lambda/aurora-restore-${name}`);
    expect(functionOf(name)).toMatchObject({
      Role: expect.stringContaining(id),
      LoggingConfig: { LogGroup: `/aws/lambda/aurora-restore-${name}` },
    });
  });

  test('its queue outwaits its function six times, and gives up after five receives', () => {
    expect(functionOf(name).Timeout).toBe(timeoutSeconds);
    expect(queueOf(name)).toMatchObject({
      VisibilityTimeout: timeoutSeconds * 6,
      RedrivePolicy: { deadLetterTargetArn: arn(`${name}-dlq`), maxReceiveCount: 5 },
    });
  });

  test('its dead-letter queue keeps messages for 14 days, and stays when the stack goes', () => {
    const queue = named('AWS::SQS::Queue', 'QueueName', `aurora-restore-${name}-dlq`);

    expect(queue.Properties.MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
    expect(queue.DeletionPolicy).toMatch(/^Retain/);
    expect(queue.UpdateReplacePolicy).toBe('Retain');
  });

  test('it takes one message at a time, and says which failed', () => {
    const mapping = named('AWS::Lambda::EventSourceMapping', 'EventSourceArn', arn(name));

    expect(mapping.Properties).toMatchObject({
      FunctionName: `aurora-restore-${name}`,
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('it is traced, and runs on Node 24', () => {
    expect(functionOf(name)).toMatchObject({
      TracingConfig: { Mode: 'Active' },
      Runtime: 'nodejs24.x',
    });
  });

  test('it may call itself if it checks again, and else not', () => {
    const feedsItself = contract.kind === 'step' && contract.checksAgain;

    expect(functionOf(name).RecursiveLoop).toBe(feedsItself ? 'Allow' : 'Terminate');
  });

  test.each([
    ['-dlq-not-empty', '-dlq', 'ApproximateNumberOfMessagesVisible', 1],
    ['-waiting', '', 'ApproximateAgeOfOldestMessage', 3600],
  ])('the alarm %s says what is lost', (suffix, queue, MetricName, Threshold) => {
    const { Properties } = named(
      'AWS::CloudWatch::Alarm',
      'AlarmName',
      `aurora-restore-${name}${suffix}`,
    );

    expect(Properties).toMatchObject({
      MetricName,
      Threshold,
      Namespace: 'AWS/SQS',
      Dimensions: [{ Name: 'QueueName', Value: `aurora-restore-${name}${queue}` }],
      AlarmActions: [alarms],
      OKActions: [alarms],
      TreatMissingData: 'notBreaching',
      AlarmDescription: expect.stringContaining(`Impact: ${failureImpact}`),
    });
  });

  test('it is told where everything is', () => {
    expect(functionOf(name).Environment).toMatchObject({
      Variables: {
        SERVICE_NAME: name,
        STATE_TABLE: 'aurora-restore-state',
        AUDIT_TABLE: 'aurora-restore-audit',
        RESOURCES_TABLE: 'aurora-restore-resources',
        BUS_NAME: 'aurora-restore',
        VPC_ID: 'VpcId',
        ISOLATION_SECURITY_GROUP_ID: idOfGroup('isolation'),
        QUEUE_URL: `aurora-restore-${name}`,
        DEAD_LETTER_QUEUE: `aurora-restore-${name}-dlq`,
        MAX_RECEIVES: '5',
        LOG_LEVEL: 'INFO',
        POWERTOOLS_METRICS_NAMESPACE: 'AuroraRestore',
      },
    });
  });
});

const rules = () => stack.of('AWS::Events::Rule');
const patternOf = ({ Properties }: Resource) => JSON.stringify(Properties.EventPattern);

test.each([...steps, ...observers])(
  '$name has one rule on the bus, for what it consumes',
  (contract) => {
    const own = rules().filter(
      ({ Properties }) =>
        Properties.EventBusName === 'aurora-restore' &&
        Properties.Name === `aurora-restore-${contract.name}`,
    );

    expect(own.map(({ Properties }) => Properties.EventPattern)).toEqual([
      {
        source: [...new Set(contract.consumes.map(({ source }): string => source))],
        'detail-type': contract.consumes.map(({ name }): string => name),
        'replay-name': [{ exists: false }],
      },
    ]);
  },
);

test.each(steps)('$name has a rule on the default bus if RDS can wake it', ({ name, hints }) => {
  const own = rules().filter(
    ({ Properties }) =>
      Properties.EventBusName === undefined &&
      Properties.Name === `aurora-restore-${name}` &&
      Properties.ScheduleExpression === undefined,
  );

  expect(own).toHaveLength(hints.length > 0 ? 1 : 0);
  for (const rule of own) {
    expect(rule.Properties.EventPattern).toMatchObject({
      source: ['aws.rds'],
      account: ['123456789012'],
      region: ['eu-west-1'],
    });
    for (const { eventId, message, detailType } of hints)
      for (const part of [eventId, message, detailType]) expect(patternOf(rule)).toContain(part);
  }
});

test('the watchdog is called every five minutes', () => {
  const [schedule] = rules().filter(({ Properties }) => Properties.ScheduleExpression);

  expect(schedule?.Properties).toMatchObject({
    Name: 'aurora-restore-watchdog',
    ScheduleExpression: 'rate(5 minutes)',
  });
});

test('the watchdog knows the queue of each stage, and where requests end that died', () => {
  const watchdog = functionsOf(stack).find((one) => one.FunctionName.endsWith('-watchdog'));

  expect(JSON.parse(watchdog?.Environment.Variables.STAGE_QUEUES ?? '')).toEqual(
    Object.fromEntries(steps.map(({ stage, name }) => [stage, `aurora-restore-${name}`])),
  );
  expect(watchdog?.Environment.Variables.DEAD_REQUESTS_URL).toBe(
    'aurora-restore-snapshot-check-dlq',
  );
});

test('every rule but the schedule ignores what an archive replays', () => {
  for (const rule of rules())
    if (!rule.Properties.ScheduleExpression)
      expect(patternOf(rule)).toContain('"replay-name":[{"exists":false}]');
});

test('every target is one queue, tried for a day, with a queue for what cannot be delivered', () => {
  for (const { Properties } of rules())
    expect(Properties.Targets).toEqual([
      {
        Arn: arn(String(Properties.Name).replace('aurora-restore-', '')),
        DeadLetterConfig: { Arn: arn('undelivered') },
        Id: expect.any(String),
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    ]);
});

test('EventBridge may put into every queue that is a target, and into the undelivered one', () => {
  const policies = stack.of('AWS::SQS::QueuePolicy').map(({ Properties }) => Properties);
  const letsIn = (queue: string) =>
    policies.some(
      ({ Queues, PolicyDocument }) =>
        [Queues].flat().includes(`aurora-restore-${queue}`) &&
        JSON.stringify(PolicyDocument).includes('events.amazonaws.com'),
    );

  for (const { name, kind } of contracts) if (kind !== 'requester') expect(letsIn(name)).toBe(true);
  expect(letsIn('undelivered')).toBe(true);
});

test('no queue has a policy that SQS would refuse for its size', () => {
  for (const { Properties } of stack.of('AWS::SQS::QueuePolicy')) {
    const document = z.object({ Statement: z.array(z.unknown()) }).parse(Properties.PolicyDocument);

    expect(document.Statement.length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(document).length).toBeLessThan(8_192);
  }
});

test('what could not be delivered is kept for 14 days, and an alarm says so', () => {
  expect(queueOf('undelivered').MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
  const alarm = named(
    'AWS::CloudWatch::Alarm',
    'AlarmName',
    'aurora-restore-undelivered-not-empty',
  );
  expect(alarm.Properties).toMatchObject({
    AlarmActions: [alarms],
    AlarmDescription: expect.stringContaining('Impact: '),
  });
});

test('every alarm is told to the action topic, and CloudWatch may publish there', () => {
  for (const { Properties } of stack.of('AWS::CloudWatch::Alarm'))
    expect(Properties.AlarmActions).toEqual([alarms]);
  const [policy] = stack
    .of('AWS::SNS::TopicPolicy')
    .filter(({ Properties }) => [Properties.Topics].flat().includes(alarms));
  expect(policy?.Properties.PolicyDocument).toMatchObject({
    Statement: expect.arrayContaining([
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: expect.objectContaining({
          StringEquals: { 'aws:SourceAccount': '123456789012' },
        }),
      }),
    ]),
  });
});

test('queues and topics take nothing unencrypted', () => {
  for (const { Properties } of [
    ...stack.of('AWS::SQS::QueuePolicy'),
    ...stack.of('AWS::SNS::TopicPolicy'),
  ])
    expect(JSON.stringify(Properties.PolicyDocument)).toContain('"aws:SecureTransport":"false"');
  expect(stack.of('AWS::SQS::QueuePolicy')).toHaveLength(stack.of('AWS::SQS::Queue').length);
});

test('tables are kept, and can be recovered to a point in time', () => {
  const tables = stack.of('AWS::DynamoDB::Table');

  expect(tables.map(({ Properties }) => Properties.TableName)).toEqual([
    'aurora-restore-state',
    'aurora-restore-audit',
    'aurora-restore-resources',
  ]);
  for (const { Properties, DeletionPolicy, UpdateReplacePolicy } of tables) {
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    expect(Properties.PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: true,
    });
  }
});

test('the keys of the tables are those that people look things up by', () => {
  const keys = (name: string) =>
    named('AWS::DynamoDB::Table', 'TableName', `aurora-restore-${name}`).Properties.KeySchema;

  expect(keys('state')).toEqual([{ AttributeName: 'operation_id', KeyType: 'HASH' }]);
  expect(keys('audit')).toEqual([
    { AttributeName: 'operation_id', KeyType: 'HASH' },
    { AttributeName: 'timestamp', KeyType: 'RANGE' },
  ]);
  expect(keys('resources')).toEqual([{ AttributeName: 'resource', KeyType: 'HASH' }]);
});

test('the bus has an archive', () => {
  stack.template.hasResourceProperties('AWS::Events::EventBus', { Name: 'aurora-restore' });
  stack.template.hasResourceProperties('AWS::Events::Archive', { RetentionDays: 90 });
});

test('people and programs have a topic of their own, and mails are of the texts', () => {
  const texts = 'aurora-restore-notifications';
  const documents = 'aurora-restore-notifications-json';
  for (const name of [texts, documents]) named('AWS::SNS::Topic', 'TopicName', name);
  const arnOf = (name: string) => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;

  expect(functionOf('sns-notification').Environment).toMatchObject({
    Variables: {
      NOTIFICATION_TOPIC: arnOf(texts),
      NOTIFICATION_DOCUMENT_TOPIC: arnOf(documents),
    },
  });
  const mails = named('AWS::SNS::Subscription', 'Endpoint', 'dba@example.com');
  expect(mails.Properties.TopicArn).toBe(arnOf(texts));
  stack.template.hasOutput('NotificationTopic', {});
  stack.template.hasOutput('NotificationDocumentTopic', {});
});

test('people are told by e-mail where the deployment says so', () => {
  for (const Endpoint of ['dba@example.com', 'oncall@example.com'])
    stack.template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint,
      TopicArn: Match.anyValue(),
    });
});

test('a cluster that is isolated is reached by the functions alone, and reaches nothing', () => {
  expect(group('isolation').Properties).toMatchObject({
    VpcId: 'VpcId',
    SecurityGroupIngress: [
      {
        IpProtocol: 'tcp',
        FromPort: 0,
        ToPort: 65_535,
        SourceSecurityGroupId: idOfGroup('functions'),
      },
    ],
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
  });
  expect(stack.of('AWS::EC2::SecurityGroupIngress')).toEqual([]);
});

test('nobody reaches the functions, which reach everything', () => {
  expect(group('functions').Properties).toEqual({
    VpcId: 'VpcId',
    GroupName: 'aurora-restore-functions',
    GroupDescription: expect.any(String),
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
  });
});

test('the function that reaches databases has their security group', () => {
  expect(functionOf('setup-db-users').VpcConfig).toEqual({
    SubnetIds: ['SubnetIds'],
    SecurityGroupIds: [idOfGroup('functions')],
  });
});

describe('a configured network', () => {
  let other: Synthesized;
  beforeAll(async () => {
    other = await synthesize({
      network: {
        vpc_id: 'vpc-01234567',
        subnet_ids: ['subnet-01234567', 'subnet-76543210'],
        security_group_ids: ['sg-01234567', 'sg-76543210'],
      },
    });
  });
  afterAll(() => rmSync(other.directory, { recursive: true }));

  test('is where the functions stand, with its security groups beside their own', () => {
    const name = 'aurora-restore-setup-db-users';
    const { VpcConfig } = other.one('AWS::Lambda::Function', 'FunctionName', name).Properties;
    const groups = other.of('AWS::EC2::SecurityGroup');

    expect(groups.map(({ Properties }) => Properties.VpcId)).toEqual([
      'vpc-01234567',
      'vpc-01234567',
    ]);
    expect(VpcConfig).toEqual({
      SubnetIds: ['subnet-01234567', 'subnet-76543210'],
      SecurityGroupIds: [groups[0]?.id, 'sg-01234567', 'sg-76543210'],
    });
  });
});

describe('another environment', () => {
  let other: Synthesized;
  beforeAll(async () => {
    other = await synthesize({ environment: 'abcdefghijklmnop' });
  });
  afterAll(() => rmSync(other.directory, { recursive: true }));

  test('carries its name everywhere', () => {
    for (const [type, property] of [
      ['AWS::SQS::Queue', 'QueueName'],
      ['AWS::Lambda::Function', 'FunctionName'],
      ['AWS::DynamoDB::Table', 'TableName'],
      ['AWS::SNS::Topic', 'TopicName'],
      ['AWS::Events::Rule', 'Name'],
      ['AWS::Events::EventBus', 'Name'],
      ['AWS::IAM::Role', 'RoleName'],
      ['AWS::EC2::SecurityGroup', 'GroupName'],
    ] as const)
      for (const { Properties } of other.of(type))
        expect(Properties[property]).toMatch(/^aurora-restore-abcdefghijklmnop/);
  });

  test('has names that AWS takes, in the region with the longest name too', () => {
    const roles = other.of('AWS::IAM::Role').map(({ Properties }) => String(Properties.RoleName));
    const functions = other
      .of('AWS::Lambda::Function')
      .map(({ Properties }) => String(Properties.FunctionName));

    for (const name of roles)
      expect(name.replace('eu-west-1', 'ap-southeast-2').length).toBeLessThanOrEqual(64);
    expect(new Set(roles).size).toBe(contracts.length);
    for (const name of functions) expect(name.length).toBeLessThanOrEqual(64);
  });
});

test('other accounts forward what RDS says of snapshots, and no event of ours', async () => {
  const SOURCE = '210987654321';
  const source_accounts = [{ account_id: SOURCE, external_id: 'told-only-to-us' }];
  const open = await synthesize({ source_accounts });
  const { directory } = open;
  const [policy] = open.of('AWS::Events::EventBusPolicy');
  const statement = parsePolicy(
    { Version: '2012-10-17', Statement: [policy?.Properties.Statement] },
    'bus',
  );
  const admits = (account: string, source: string, detailType: string) =>
    evaluate([statement], {
      action: 'events:PutEvents',
      resource: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/aurora-restore`,
      context: { 'events:source': source, 'events:detail-type': detailType },
      principal: { aws: `arn:aws:iam::${account}:role/forwarder` },
    }) === 'allow';
  rmSync(directory, { recursive: true });

  expect(admits(SOURCE, 'aws.rds', 'RDS DB Cluster Snapshot Event')).toBe(true);
  expect(admits('999999999999', 'aws.rds', 'RDS DB Cluster Snapshot Event')).toBe(false);
  expect(admits(SOURCE, 'aws.rds', 'RDS DB Cluster Event')).toBe(false);
  expect(admits(SOURCE, 'aurora-restore.request', 'RestoreRequested')).toBe(false);
  expect(admits(SOURCE, 'aurora-restore', 'TargetCleared')).toBe(false);
  expect(stack.of('AWS::Events::EventBusPolicy')).toEqual([]);
});

describe('rules by which new snapshots are restored', () => {
  const SOURCE = '210987654321';
  const rule = (name: string, source: object) => ({
    name,
    source: { cluster_id: name, ...source },
    request: { target_cluster_id: `copy-of-${name}` },
  });
  const waking = async (...auto_restores: readonly object[]) => {
    const source_accounts = [{ account_id: SOURCE, external_id: 'told-only-to-us' }];
    const made = await synthesize({ source_accounts, auto_restores });
    rmSync(made.directory, { recursive: true });
    return made
      .of('AWS::Events::Rule')
      .map(({ Properties }) => Properties)
      .filter(({ Targets }) => JSON.stringify(Targets).includes(`"${arn('auto-restore')}"`));
  };
  const created = {
    source: ['aws.rds'],
    'detail-type': ['RDS DB Cluster Snapshot Event'],
    detail: {
      $or: [
        { EventID: ['RDS-EVENT-0169', 'RDS-EVENT-0075'] },
        {
          Message: [
            { prefix: 'Automated cluster snapshot created' },
            { prefix: 'Manual cluster snapshot created' },
          ],
        },
      ],
    },
    'replay-name': [{ exists: false }],
  };

  test('where there is none, nothing wakes the service', () => {
    expect(rules().filter(({ Properties }) => String(Properties.Name).includes('auto-'))).toEqual(
      [],
    );
  });

  test('about snapshots here, RDS wakes it here, and a schedule', async () => {
    const [schedule, native, ...others] = await waking(rule('shop', {}));

    expect(others).toEqual([]);
    expect(schedule).toMatchObject({
      Name: 'aurora-restore-auto-restore-look',
      ScheduleExpression: 'rate(5 minutes)',
    });
    expect(native?.EventBusName).toBeUndefined();
    expect(native?.EventPattern).toEqual({ ...created, account: [ACCOUNT], region: [REGION] });
  });

  test('about snapshots elsewhere, what is forwarded wakes it', async () => {
    const [, , forwarded, ...others] = await waking(
      rule('far', { region: 'us-east-1' }),
      rule('other', { account_id: SOURCE }),
    );

    expect(others).toEqual([]);
    expect(forwarded?.EventBusName).toBe('aurora-restore');
    expect(forwarded?.EventPattern).toEqual({
      ...created,
      account: [ACCOUNT, SOURCE],
      region: ['us-east-1', REGION],
    });
  });
});
