import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unknownActions } from '../../infra/local/iam/known-actions.fixture.ts';
import { ACCOUNT, REGION, type Synthesized, statementsOf, synthesize } from './synthesized.ts';

let stack: Synthesized;
const NAME = 'aurora-restore-webhook-ops';
const arn = (service: string, path: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${path}`;

beforeAll(async () => {
  stack = await synthesize({
    notifications: {
      webhooks: [
        {
          name: 'ops',
          url: 'https://hooks.example.com/restores',
          auth: {
            kind: 'api_key',
            header: 'X-Api-Key',
            secret_name: 'hooks/ops',
            secret_key: 'key',
          },
        },
        {
          name: 'chat',
          url: 'https://chat.example.com/in',
          events: ['RestoreFailed', 'TargetCleared'],
          auth: {
            kind: 'oauth',
            token_url: 'https://login.example.com/token',
            secret_name: 'hooks/chat',
            client_id_key: 'id',
            scope: 'post',
          },
          rate_limit_per_second: 1,
        },
        {
          name: 'plain',
          url: 'https://plain.example.com',
          auth: { kind: 'api_key', header: 'Authorization', secret_name: 'hooks/plain' },
        },
      ],
    },
  });
});
afterAll(() => rmSync(stack.directory, { recursive: true }));

const one = (type: string, property: string, value: string) =>
  stack.one(type, property, value).Properties;
const connection = (name: string) => one('AWS::Events::Connection', 'Name', name);
const rule = (name: string) => one('AWS::Events::Rule', 'Name', name);

test('an API key comes from a field of its secret, and stands nowhere in the template', () => {
  expect(connection(NAME)).toMatchObject({
    AuthorizationType: 'API_KEY',
    AuthParameters: {
      ApiKeyAuthParameters: {
        ApiKeyName: 'X-Api-Key',
        ApiKeyValue: '{{resolve:secretsmanager:hooks/ops:SecretString:key::}}',
      },
    },
  });
});

test('without a field, the secret itself is the key', () => {
  expect(connection('aurora-restore-webhook-plain').AuthParameters).toMatchObject({
    ApiKeyAuthParameters: { ApiKeyValue: '{{resolve:secretsmanager:hooks/plain:SecretString:::}}' },
  });
});

test('OAuth asks for a token by client credentials, both of them from the secret', () => {
  expect(connection('aurora-restore-webhook-chat')).toMatchObject({
    AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS',
    AuthParameters: {
      OAuthParameters: {
        AuthorizationEndpoint: 'https://login.example.com/token',
        HttpMethod: 'POST',
        ClientParameters: {
          ClientID: '{{resolve:secretsmanager:hooks/chat:SecretString:id::}}',
          ClientSecret: '{{resolve:secretsmanager:hooks/chat:SecretString:client_secret::}}',
        },
        OAuthHttpParameters: {
          BodyParameters: [
            { Key: 'grant_type', Value: 'client_credentials', IsValueSecret: false },
            { Key: 'scope', Value: 'post', IsValueSecret: false },
          ],
        },
      },
    },
  });
});

test('the receiver is sent POST requests, no more a second than it wants', () => {
  expect(one('AWS::Events::ApiDestination', 'Name', NAME)).toMatchObject({
    ConnectionArn: arn('events', `connection/${NAME}/a-uuid`),
    HttpMethod: 'POST',
    InvocationEndpoint: 'https://hooks.example.com/restores',
    InvocationRateLimitPerSecond: 10,
  });
  expect(
    one('AWS::Events::ApiDestination', 'Name', 'aurora-restore-webhook-chat')
      .InvocationRateLimitPerSecond,
  ).toBe(1);
});

test('a rule of the pipeline’s bus picks the events, of the pipeline itself and not replayed', () => {
  expect(rule(NAME)).toMatchObject({
    EventBusName: 'aurora-restore',
    EventPattern: {
      source: ['aurora-restore'],
      'detail-type': ['RestoreCompleted', 'RestoreFailed', 'RestoreRejected', 'RestoreCancelled'],
      'replay-name': [{ exists: false }],
    },
  });
  expect(rule('aurora-restore-webhook-chat').EventPattern).toMatchObject({
    'detail-type': ['RestoreFailed', 'TargetCleared'],
  });
});

test('the event goes there as it is, tried for a day, and ends in the webhook’s own queue', () => {
  expect(rule(NAME).Targets).toEqual([
    {
      Id: expect.any(String),
      Arn: arn('events', `api-destination/${NAME}/a-uuid`),
      RoleArn: expect.stringMatching(/^arn:aws:iam::/),
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: arn('sqs', `${NAME}-undelivered`) },
    },
  ]);
});

test('each webhook has a role that only its rule may have, and that invokes its destination only', () => {
  for (const name of ['ops', 'chat', 'plain'].map((one) => `aurora-restore-webhook-${one}`)) {
    const [target] = [rule(name).Targets].flat();
    const role = stack
      .of('AWS::IAM::Role')
      .find(({ id }) => JSON.stringify(target).includes(`role/${id}"`));
    const policies = stack
      .of('AWS::IAM::Policy')
      .filter(({ Properties }) => [Properties.Roles].flat().includes(role?.id));
    const statements = policies.flatMap(({ Properties }) =>
      statementsOf(Properties.PolicyDocument),
    );

    expect(role?.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Principal: { Service: 'events.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': ACCOUNT },
            ArnEquals: { 'aws:SourceArn': arn('events', `rule/aurora-restore/${name}`) },
          },
        },
      ],
    });
    expect(statements).toEqual([
      {
        Action: ['events:InvokeApiDestination'],
        Resource: [arn('events', `api-destination/${name}/a-uuid`)],
        Condition: {},
      },
    ]);
  }
});

test('the actions that the roles have exist', async () => {
  expect(await unknownActions(['events:InvokeApiDestination'])).toEqual([]);
});

test('what could not be delivered is kept for 14 days, encrypted, and when the stack goes', () => {
  const queue = stack.one('AWS::SQS::Queue', 'QueueName', `${NAME}-undelivered`);
  const policy = stack
    .of('AWS::SQS::QueuePolicy')
    .find(({ Properties }) => [Properties.Queues].flat().includes(`${NAME}-undelivered`));
  const document = JSON.stringify(policy?.Properties.PolicyDocument);

  expect(queue.Properties).toMatchObject({
    MessageRetentionPeriod: 14 * 24 * 60 * 60,
    SqsManagedSseEnabled: true,
  });
  expect([queue.DeletionPolicy, queue.UpdateReplacePolicy]).toEqual([
    'RetainExceptOnCreate',
    'Retain',
  ]);
  expect(document).toContain('"aws:SecureTransport":"false"');
  expect(document).toContain('events.amazonaws.com');
});

test('an alarm names the webhook, and says that no restore is affected', () => {
  expect(one('AWS::CloudWatch::Alarm', 'AlarmName', `${NAME}-undelivered-not-empty`)).toMatchObject(
    {
      Threshold: 1,
      Dimensions: [{ Name: 'QueueName', Value: `${NAME}-undelivered` }],
      AlarmActions: [arn('sns', 'aurora-restore-alarms')],
      AlarmDescription: expect.stringMatching(/webhook ops .*Impact: .*the restore itself/),
    },
  );
});

test('the longest names are such as EventBridge takes', async () => {
  const auth = { kind: 'api_key', header: 'X-Api-Key', secret_name: 's' };
  const name = 'w'.repeat(24);
  const longest = await synthesize({
    environment: 'e'.repeat(16),
    notifications: { webhooks: [{ name, url: 'https://example.com', auth }] },
  });
  rmSync(longest.directory, { recursive: true });

  for (const type of ['AWS::Events::Connection', 'AWS::Events::ApiDestination'])
    for (const { Properties } of longest.of(type))
      expect(String(Properties.Name).length).toBeLessThanOrEqual(64);
  for (const { Properties } of longest.of('AWS::Events::Rule'))
    expect(String(Properties.Name).length).toBeLessThanOrEqual(64);
});

test('people are told of those events only that the deployment wants', async () => {
  const quiet = await synthesize({ notifications: { events: ['RestoreFailed'] } });
  rmSync(quiet.directory, { recursive: true });
  const { Properties } = quiet.one('AWS::Events::Rule', 'Name', 'aurora-restore-sns-notification');

  expect(Properties.EventPattern).toMatchObject({ 'detail-type': ['RestoreFailed'] });
  expect(quiet.of('AWS::Events::Connection')).toEqual([]);
});
