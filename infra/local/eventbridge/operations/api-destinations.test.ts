import { expect, it } from 'vitest';
import { unknownActions } from '../../iam/known-actions.fixture.ts';
import { ACCOUNT, REGION, testEnvironment } from '../eventbridge.fixture.ts';

const ARNS = `arn:aws:events:${REGION}:${ACCOUNT}`;
const place = { accountId: ACCOUNT, region: REGION };
const parameters = (Value: string) => ({
  HeaderParameters: [
    { Key: 'hidden', Value },
    { Key: 'shown', Value: 'open', IsValueSecret: false },
  ],
});
const types: readonly [string, object, object][] = [
  [
    'API_KEY',
    { ApiKeyAuthParameters: { ApiKeyName: 'key', ApiKeyValue: 's3cret' } },
    { ApiKeyAuthParameters: { ApiKeyName: 'key' } },
  ],
  [
    'BASIC',
    { BasicAuthParameters: { Username: 'me', Password: 's3cret' } },
    { BasicAuthParameters: { Username: 'me' } },
  ],
  [
    'OAUTH_CLIENT_CREDENTIALS',
    {
      OAuthParameters: {
        AuthorizationEndpoint: 'https://127.0.0.1/token',
        HttpMethod: 'POST',
        ClientParameters: { ClientID: 'me', ClientSecret: 's3cret' },
        OAuthHttpParameters: parameters('s3cret'),
      },
    },
    { OAuthParameters: { ClientParameters: { ClientID: 'me' } } },
  ],
];
const [[AuthorizationType, AuthParameters] = []] = types;
const connection = { Name: 'hook', AuthorizationType, AuthParameters };
const destination = {
  Name: 'hook',
  ConnectionArn: `${ARNS}:connection/hook/id-1`,
  InvocationEndpoint: 'http://127.0.0.1:8080/hooks/*',
  HttpMethod: 'POST',
};

it.each(types)('a connection of type %s shows no secret', async (type, auth, shown) => {
  const { call } = testEnvironment();
  const InvocationHttpParameters = parameters('s3cret');

  const created = await call('CreateConnection', {
    Name: 'hook',
    Description: 'Hooks',
    AuthorizationType: type,
    AuthParameters: { ...auth, InvocationHttpParameters },
  });
  const described = await call('DescribeConnection', { Name: 'hook' });
  const listed = await call('ListConnections', { NamePrefix: 'ho', ConnectionState: 'AUTHORIZED' });

  expect(created).toMatchObject({
    ConnectionArn: `${ARNS}:connection/hook/id-1`,
    ConnectionState: 'AUTHORIZED',
  });
  expect(described).toMatchObject({
    Name: 'hook',
    Description: 'Hooks',
    AuthorizationType: type,
    AuthParameters: {
      ...shown,
      InvocationHttpParameters: {
        HeaderParameters: [
          { Key: 'hidden', IsValueSecret: true },
          { Key: 'shown', Value: 'open', IsValueSecret: false },
        ],
      },
    },
  });
  expect(listed).toMatchObject({ Connections: [{ Name: 'hook', AuthorizationType: type }] });
  expect(JSON.stringify([created, described, listed])).not.toContain('s3cret');
});

it('what a connection keeps secret is in a secret that goes with it', async () => {
  const { call, secrets } = testEnvironment();
  await call('CreateConnection', connection);

  const described = await call('DescribeConnection', { Name: 'hook' });
  const text = secrets.text('events!connection/hook/id-1', {}, place);
  await call('DeleteConnection', { Name: 'hook' });

  expect(described).toMatchObject({
    SecretArn: expect.stringMatching(
      /^arn:aws:secretsmanager:.*:secret:events!connection\/hook\/id-1-\w{6}$/,
    ),
  });
  expect(text).toContain('s3cret');
  expect(() => secrets.text('events!connection/hook/id-1', {}, place)).toThrow("can't find");
  await expect(call('DescribeConnection', { Name: 'hook' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

it('an API destination is described and listed until it is deleted', async () => {
  const { call } = testEnvironment();
  await call('CreateConnection', connection);

  const created = await call('CreateApiDestination', destination);
  const described = await call('DescribeApiDestination', { Name: 'hook' });
  const listed = await call('ListApiDestinations', { ConnectionArn: destination.ConnectionArn });
  await call('DeleteApiDestination', { Name: 'hook' });

  expect(created).toMatchObject({
    ApiDestinationArn: `${ARNS}:api-destination/hook/id-2`,
    ApiDestinationState: 'ACTIVE',
  });
  expect(described).toMatchObject({ ...destination, InvocationRateLimitPerSecond: 300 });
  expect(listed).toMatchObject({ ApiDestinations: [{ Name: 'hook' }] });
  expect(await call('ListApiDestinations')).toEqual({ ApiDestinations: [] });
});

it('an API destination without its connection is inactive', async () => {
  const { call } = testEnvironment();
  await call('CreateConnection', connection);
  await call('CreateApiDestination', destination);

  await call('DeleteConnection', { Name: 'hook' });

  expect(await call('DescribeApiDestination', { Name: 'hook' })).toMatchObject({
    ApiDestinationState: 'INACTIVE',
  });
});

it.each([
  ['CreateConnection', { ...connection, AuthorizationType: 'BASIC' }, 'ValidationException'],
  ['CreateConnection', { ...connection, AuthParameters: undefined }, 'ValidationException'],
  ['CreateConnection', { ...connection, KmsKeyIdentifier: 'key' }, 'NotImplemented'],
  ['CreateConnection', connection, 'ResourceAlreadyExistsException'],
  ['CreateApiDestination', destination, 'ResourceAlreadyExistsException'],
  [
    'CreateApiDestination',
    { ...destination, Name: 'other', ConnectionArn: `${ARNS}:connection/no/id` },
    'ResourceNotFoundException',
  ],
  [
    'CreateApiDestination',
    { ...destination, Name: 'other', InvocationEndpoint: 'http://hooks.example.com/' },
    'ValidationException',
  ],
  [
    'PutTargets',
    { Rule: 'r', Targets: [{ Id: 't', Arn: `${ARNS}:api-destination/hook/id-2` }] },
    'ValidationException',
  ],
])('%s with %j is refused', async (operation, input, code) => {
  const { call } = testEnvironment();
  await call('CreateConnection', connection);
  await call('CreateApiDestination', destination);
  await call('PutRule', { Name: 'r', EventPattern: '{"source":["shop"]}' });

  await expect(call(operation, input)).rejects.toMatchObject({ code });
});

it.each([
  ['CreateConnection', 'connection/hook'],
  ['DescribeConnection', 'connection/hook'],
  ['DeleteConnection', 'connection/hook'],
  ['CreateApiDestination', 'api-destination/hook'],
  ['DescribeApiDestination', 'api-destination/hook'],
  ['DeleteApiDestination', 'api-destination/hook'],
])('%s needs permission for %s', async (operation, resource) => {
  const needed = testEnvironment().permissions(operation, { Name: 'hook' });

  expect(needed[0]).toEqual({ action: `events:${operation}`, resource: `${ARNS}:${resource}` });
  expect(await unknownActions(needed.map(({ action }) => action))).toEqual([]);
});

it('a connection and an API destination of a template have ARNs, also for policies', async () => {
  const { create } = testEnvironment();

  const made = await create('AWS::Events::Connection', { AuthorizationType, AuthParameters });
  const ConnectionArn = made.attributes?.Arn;
  const to = await create('AWS::Events::ApiDestination', { ...destination, ConnectionArn });

  const name = expect.stringMatching(/^stack-Thing-[A-Z0-9]{12}$/);
  expect(made).toEqual({
    ref: name,
    attributes: {
      Arn: `${ARNS}:connection/${made.ref}/id-1`,
      ArnForPolicy: `${ARNS}:connection/${made.ref}`,
      SecretArn: expect.stringContaining(`:secret:events!connection/${made.ref}/id-1-`),
    },
  });
  expect(to).toEqual({
    ref: 'hook',
    attributes: {
      Arn: `${ARNS}:api-destination/hook/id-2`,
      ArnForPolicy: `${ARNS}:api-destination/hook`,
    },
  });
});
