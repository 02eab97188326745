import { expect, it } from 'vitest';
import type { Fault } from '../../faults.ts';
import { ACCOUNT, entry, REGION, testEnvironment } from '../eventbridge.fixture.ts';
import { type Received, startReceiver, statuses } from '../receiver.fixture.ts';

const ARNS = `arn:aws:events:${REGION}:${ACCOUNT}`;
const apiKey = {
  AuthorizationType: 'API_KEY',
  AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'X-Key', ApiKeyValue: 's3cret' } },
};
const basic = {
  AuthorizationType: 'BASIC',
  AuthParameters: { BasicAuthParameters: { Username: 'user', Password: 'pass' } },
};
const oAuth = (AuthorizationEndpoint: string, more: object = {}) => ({
  AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS',
  AuthParameters: {
    OAuthParameters: {
      AuthorizationEndpoint,
      HttpMethod: 'POST',
      ClientParameters: { ClientID: 'me', ClientSecret: 's3cret' },
      ...more,
    },
  },
});
const mayInvoke = { Effect: 'Allow', Action: 'events:InvokeApiDestination', Resource: '*' };

interface Wanted {
  readonly endpoint: string;
  readonly connection?: object;
  readonly destination?: object;
  readonly target?: object;
  readonly may?: readonly object[];
  readonly trusted?: string;
  readonly timeoutMs?: number;
  /** That happen to every event on its way to a target. */
  readonly faults?: readonly Fault[];
}

/** A rule for everything from the shop with an API destination and a dead-letter queue. */
async function delivering(wanted: Wanted) {
  const { endpoint, connection = apiKey, destination = {}, target = {}, timeoutMs = 5000 } = wanted;
  const environment = testEnvironment({
    destinationTimeoutMs: timeoutMs,
    faults: ({ boundary }) => (boundary === 'event' ? (wanted.faults ?? []) : []),
  });
  const { call, clock, create } = environment;
  const dead = environment.newQueue('dead');
  const role = environment.newRole('caller', wanted.may ?? [mayInvoke], wanted.trusted);
  const { attributes } = await create('AWS::Events::Connection', { Name: 'hook', ...connection });
  const made = await create('AWS::Events::ApiDestination', {
    Name: 'hook',
    ConnectionArn: attributes?.Arn,
    InvocationEndpoint: endpoint,
    HttpMethod: 'POST',
    ...destination,
  });
  await call('PutRule', { Name: 'orders', EventPattern: '{"source":["shop"]}' });
  await call('PutTargets', {
    Rule: 'orders',
    Targets: [
      {
        Id: 'hook',
        Arn: made.attributes?.Arn,
        RoleArn: role,
        DeadLetterConfig: { Arn: dead.arn },
        ...target,
      },
    ],
  });
  const put = async () => {
    await call('PutEvents', { Entries: [entry()] });
    await clock.idle();
  };
  /** Lets time pass, timer by timer. */
  const pass = async (ms: number) => {
    const end = clock.now() + ms;
    for (let next = clock.next(); next && next <= end; next = clock.next()) {
      clock.advance(Math.max(0, next - clock.now()));
      await clock.idle();
    }
  };
  const failures = () =>
    dead.deliveries.map(({ attributes: given = {} }) =>
      Object.fromEntries(
        Object.entries(given).map(([name, { StringValue }]) => [name, StringValue]),
      ),
    );
  return { ...environment, arn: made.attributes?.Arn ?? '', dead, put, pass, failures };
}

it('an event is sent as it is, with the API key', async () => {
  const { received, url, port } = await startReceiver();
  const { put, failures } = await delivering({ endpoint: `${url}/hooks` });

  await put();

  expect(failures()).toEqual([]);
  expect(received).toMatchObject([
    {
      method: 'POST',
      path: '/hooks',
      headers: {
        'x-key': 's3cret',
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Amazon/EventBridge/ApiDestinations',
        host: `127.0.0.1:${port}`,
      },
    },
  ]);
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
    source: 'shop',
    detail: { order: 1 },
  });
});

it('a user and a password are sent as Basic credentials', async () => {
  const { received, url } = await startReceiver();
  const { put } = await delivering({ endpoint: url, connection: basic });

  await put();

  expect(received[0]?.headers.authorization).toBe(`Basic ${btoa('user:pass')}`);
});

it('a path, headers, a query and members of the body are put in, those of the connection last', async () => {
  const { received, url } = await startReceiver();
  const parameter = (Key: string, Value: string) => [{ Key, Value }];
  const { put } = await delivering({
    endpoint: `${url}/orders/*/lines/*?fixed=1`,
    destination: { HttpMethod: 'PUT' },
    connection: {
      ...apiKey,
      AuthParameters: {
        ...apiKey.AuthParameters,
        InvocationHttpParameters: {
          BodyParameters: parameter('token', 't'),
          HeaderParameters: parameter('X-From', 'connection'),
          QueryStringParameters: parameter('from', 'connection'),
        },
      },
    },
    target: {
      InputTransformer: { InputPathsMap: { o: '$.detail.order' }, InputTemplate: '{"n":<o>}' },
      HttpParameters: {
        PathParameterValues: ['$.detail.order', 'a/b'],
        HeaderParameters: { 'x-from': 'target', 'x-source': '$.source', 'User-Agent': 'mine' },
        QueryStringParameters: { from: 'target', more: 'yes' },
      },
    },
  });

  await put();

  expect(received).toMatchObject([
    {
      method: 'PUT',
      path: '/orders/1/lines/a%2Fb?fixed=1&from=connection&more=yes',
      headers: {
        'x-from': 'connection',
        'x-source': 'shop',
        'user-agent': 'Amazon/EventBridge/ApiDestinations',
      },
      body: '{"n":1,"token":"t"}',
    },
  ]);
});

/** A server that gives tokens `t1`, `t2` and so on. */
async function startAuthorization(expires_in?: number) {
  let tokens = 0;
  return startReceiver((_, response) => {
    tokens += 1;
    response.end(JSON.stringify({ access_token: `t${tokens}`, token_type: 'Bearer', expires_in }));
  });
}

const tokensOf = (received: readonly Received[]) =>
  received.map(({ headers }) => headers.authorization);

it('a token of client credentials is fetched once and sent until it expires', async () => {
  const authorization = await startAuthorization(3600);
  const { received, url } = await startReceiver();
  const OAuthHttpParameters = { BodyParameters: [{ Key: 'scope', Value: 'hooks' }] };
  const connection = oAuth(`${authorization.url}/token`, { OAuthHttpParameters });
  const { put, clock } = await delivering({ endpoint: url, connection });

  await put();
  await put();
  clock.advance(3_600_000);
  await put();

  expect(tokensOf(received)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
  expect(authorization.received).toHaveLength(2);
  expect(Object.fromEntries(new URLSearchParams(authorization.received[0]?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'me',
    client_secret: 's3cret',
    scope: 'hooks',
  });
});

it.each([401, 407])('a token that is refused with %i is fetched anew', async (status) => {
  const authorization = await startAuthorization();
  const { received, url } = await startReceiver(statuses(200, status));
  const connection = oAuth(authorization.url);
  const { put, pass, failures } = await delivering({ endpoint: url, connection });

  await put();
  await put();
  await pass(60_000);

  expect(tokensOf(received)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
  expect(failures()).toEqual([]);
});

it.each<[what: string, faults: readonly Fault[], times: number]>([
  ['lost', [{ kind: 'drop' }], 0],
  ['sent twice', [{ kind: 'repeat', times: 1 }], 2],
])('an event can be %s on its way to an API destination', async (_, faults, times) => {
  const { received, url } = await startReceiver();
  const { put } = await delivering({ endpoint: url, faults });

  await put();

  expect(received).toHaveLength(times);
  expect(new Set(received.map(({ body }) => body)).size).toBe(Math.min(times, 1));
});

it('a receiver that is out of order gets the event again until it takes it', async () => {
  const { received, url } = await startReceiver(statuses(503, 503));
  const { put, pass, failures } = await delivering({ endpoint: url });

  await put();
  await pass(60_000);

  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  expect(failures()).toEqual([]);
});

it.each([401, 407, 409, 429, 500, 599])('an event is sent again after %i', async (status) => {
  const { received, url } = await startReceiver(statuses(status));
  const { put, pass } = await delivering({ endpoint: url });

  await put();
  await pass(60_000);

  expect(received).toHaveLength(2);
});

it.each([302, 400, 403, 404, 410])('an event is given up at once after %i', async (status) => {
  const location = 'http://192.0.2.1/';
  const { received, url } = await startReceiver(statuses([status, { location }]));
  const { put, arn, failures, clock } = await delivering({ endpoint: url });

  await put();

  expect(received).toHaveLength(1);
  expect(clock.next()).toBeUndefined();
  expect(failures()).toEqual([
    {
      RULE_ARN: `${ARNS}:rule/orders`,
      TARGET_ARN: arn,
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: `Unable to invoke ApiDestination endpoint: API destination returned HTTP status ${status} with payload: {"said":"so"}`,
      RETRY_ATTEMPTS: '0',
    },
  ]);
});

it('the receiver is not asked again before it wants to be', async () => {
  const { received, url } = await startReceiver(statuses([429, { 'retry-after': '90' }]));
  const { put, pass } = await delivering({ endpoint: url });

  await put();
  await pass(80_000);
  expect(received).toHaveLength(1);
  await pass(100_000);
  expect(received).toHaveLength(2);
});

it('an event that the receiver never wants again is given up', async () => {
  const { url } = await startReceiver(statuses([503, { 'retry-after': '-1' }]));
  const { put, failures } = await delivering({ endpoint: url });

  await put();

  expect(failures()).toMatchObject([{ RETRY_ATTEMPTS: '0' }]);
});

it('an event for a receiver that is gone ends in the dead-letter queue', async () => {
  const { url, port, close } = await startReceiver();
  close();
  const RetryPolicy = { MaximumRetryAttempts: 3 };
  const { put, pass, arn, dead, failures } = await delivering({
    endpoint: url,
    target: { RetryPolicy },
  });

  await put();
  expect(failures()).toEqual([]);
  await pass(60_000);

  expect(dead.bodies).toMatchObject([{ source: 'shop', detail: { order: 1 } }]);
  expect(failures()).toEqual([
    {
      RULE_ARN: `${ARNS}:rule/orders`,
      TARGET_ARN: arn,
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: `Unable to invoke ApiDestination endpoint: 127.0.0.1:${port}: ECONNREFUSED`,
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '3',
    },
  ]);
});

it('a receiver that takes too long has not taken the event', async () => {
  let asked = 0;
  const { url } = await startReceiver((_, response) => {
    asked += 1;
    response.writeHead(200).write(' ');
    if (asked > 1) response.end();
  });
  const { put, pass, failures } = await delivering({ endpoint: url, timeoutMs: 100 });

  await put();
  expect(asked).toBe(1);
  await pass(60_000);

  expect(asked).toBe(2);
  expect(failures()).toEqual([]);
});

it('localhost is this machine', async () => {
  const { received, port } = await startReceiver();
  const { put } = await delivering({ endpoint: `http://localhost:${port}/` });

  await put();

  expect(received).toHaveLength(1);
});

it.each([
  ['https://192.0.2.1/hook', '192.0.2.1'],
  ['https://hooks.example.com/', 'hooks.example.com'],
  ['https://127.0.0.1.example.com:8443/', '127.0.0.1.example.com:8443'],
  ['https://127.0.0.1@example.com/', 'example.com'],
])('nothing is sent to %s', async (endpoint, host) => {
  const { put, failures } = await delivering({ endpoint });

  await put();

  expect(failures()).toMatchObject([
    {
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: expect.stringContaining(
        `the local environment connects to this machine only, not to ${host}.`,
      ),
      RETRY_ATTEMPTS: '0',
    },
  ]);
});

it('no path that an event gives leads to another machine', async () => {
  const { put, failures } = await delivering({
    endpoint: 'https://*/hook',
    target: { HttpParameters: { PathParameterValues: ['example.com'] } },
  });

  await put();

  expect(failures()).toMatchObject([
    { ERROR_MESSAGE: expect.stringContaining('this machine only') },
  ]);
});

it('no token is fetched from another machine', async () => {
  const { received, url } = await startReceiver();
  const connection = oAuth('https://login.example.com/token');
  const { put, failures } = await delivering({ endpoint: url, connection });

  await put();

  expect(received).toEqual([]);
  expect(failures()).toMatchObject([
    { ERROR_MESSAGE: expect.stringContaining('this machine only') },
  ]);
});

it.each([
  ['does not allow it', { may: [] }, 'does not allow events:InvokeApiDestination'],
  [
    'denies it for what policies call it',
    {
      may: [mayInvoke, { ...mayInvoke, Effect: 'Deny', Resource: `${ARNS}:api-destination/hook` }],
    },
    'does not allow events:InvokeApiDestination',
  ],
  ['does not trust EventBridge', { trusted: 'lambda.amazonaws.com' }, 'cannot assume'],
])('a role that %s brings nothing to the receiver', async (_, wanted, message) => {
  const { received, url } = await startReceiver();
  const { put, failures } = await delivering({ endpoint: url, ...wanted });

  await put();

  expect(received).toEqual([]);
  expect(failures()).toMatchObject([
    { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: expect.stringContaining(message) },
  ]);
});

it.each(['hook', 'hook/*'])('a role may be allowed api-destination/%s', async (resource) => {
  const { received, url } = await startReceiver();
  const may = [{ ...mayInvoke, Resource: `${ARNS}:api-destination/${resource}` }];
  const { put } = await delivering({ endpoint: url, may });

  await put();

  expect(received).toHaveLength(1);
});

it('an event for an API destination without its connection is given up', async () => {
  const { received, url } = await startReceiver();
  const { call, put, failures } = await delivering({ endpoint: url });

  await call('DeleteConnection', { Name: 'hook' });
  await put();

  expect(received).toEqual([]);
  expect(failures()).toMatchObject([{ ERROR_CODE: 'NO_RESOURCE' }]);
});
