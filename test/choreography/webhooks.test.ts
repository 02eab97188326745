import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Receiver } from '../fixtures/receiver.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { synthesize } from '../fixtures/synthesize.ts';
import { until } from '../fixtures/until.ts';

let environment: RestoreEnvironment;
const [ops, chat, login, gone] = [new Receiver(), new Receiver(), new Receiver(), new Receiver()];
const all = [ops, chat, login, gone];

beforeAll(async () => {
  await Promise.all(all.map((receiver) => receiver.listen()));
  const auth = {
    kind: 'api_key',
    header: 'X-Api-Key',
    secret_name: 'hooks/ops',
    secret_key: 'key',
  };
  const oauth = {
    kind: 'oauth',
    token_url: `${login.url}/token`,
    secret_name: 'hooks/chat',
    scope: 'post',
  };
  const assembly = synthesize('webhooks', {
    notifications: {
      webhooks: [
        { name: 'ops', url: `${ops.url}/restores`, auth },
        { name: 'chat', url: `${chat.url}/in`, auth: oauth, events: ['RestoreRejected'] },
        { name: 'gone', url: gone.url, auth, events: ['RestoreFailed'] },
      ],
    },
  });
  login.answer = () => ({
    status: 200,
    body: { access_token: 'the token of chat', expires_in: 3600 },
  });
  environment = await startRestoreEnvironment({
    assembly,
    secrets: {
      'hooks/ops': JSON.stringify({ key: 'the key of ops' }),
      'hooks/chat': JSON.stringify({ client_id: 'pipeline', client_secret: 'the secret of chat' }),
    },
  });
});

afterAll(async () => {
  await environment?.close();
  for (const receiver of all) receiver.close();
});

/** Asks for what can never be carried out. */
const rejected = async (operation_id: string) => {
  await environment.request({ operation_id, target_cluster_id: 'Not A Name' });
  await environment.settled(operation_id, 'rejected');
};

/** What a receiver was told of an operation, each time that it was. */
const about = ({ received }: Receiver, operationId: string) =>
  received.filter(({ body }) => body.includes(`"operation_id":"${operationId}"`));

const undelivered = (name: string) =>
  environment.queue(`aurora-restore-webhook-${name}-undelivered`)?.messages ?? [];

test('a webhook is told of an event as it lies on the bus, with the key that its secret holds', async () => {
  await rejected('with-a-key');
  await environment.rest();

  const [told, ...more] = about(ops, 'with-a-key');

  expect(more).toEqual([]);
  expect(told).toMatchObject({ path: '/restores', headers: { 'x-api-key': 'the key of ops' } });
  expect(JSON.parse(told?.body ?? '')).toMatchObject({
    source: 'aurora-restore',
    'detail-type': 'RestoreRejected',
    detail: {
      operation_id: 'with-a-key',
      reasons: expect.arrayContaining([expect.objectContaining({ field: 'target_cluster_id' })]),
    },
  });
});

test('one that wants OAuth is told with a token, for which the client’s credentials are exchanged', async () => {
  await rejected('with-a-token');
  await environment.rest();

  const [told] = about(chat, 'with-a-token');
  const asked = login.received.map(({ path, body }) => [
    path,
    Object.fromEntries(new URLSearchParams(body)),
  ]);

  expect(told).toMatchObject({
    path: '/in',
    headers: { authorization: 'Bearer the token of chat' },
  });
  expect(asked[0]).toEqual([
    '/token',
    {
      grant_type: 'client_credentials',
      client_id: 'pipeline',
      client_secret: 'the secret of chat',
      scope: 'post',
    },
  ]);
});

test('a receiver that is busy is told again until it takes the event', async () => {
  let busy = 3;
  ops.answer = () => ({ status: busy-- > 0 ? 503 : 200 });

  await rejected('busy');
  await until(environment.clock, async () => about(ops, 'busy').length === 4);
  await environment.rest(600_000);
  ops.answer = () => ({ status: 200 });

  expect(about(ops, 'busy')).toHaveLength(4);
  expect(undelivered('ops')).toEqual([]);
});

test('what a receiver that is gone cannot be told lies in its own queue; others are told', async () => {
  gone.close();

  await environment.request({
    operation_id: 'to-nobody',
    target_cluster_id: 'to-nobody',
    snapshot_name: 'not-there',
  });
  await environment.settled('to-nobody', 'failed');
  await until(environment.clock, async () => undelivered('gone').length > 0);

  const [message, ...more] = undelivered('gone');
  expect(more).toEqual([]);
  expect(JSON.parse(message?.body ?? '')).toMatchObject({
    'detail-type': 'RestoreFailed',
    detail: { operation_id: 'to-nobody', code: 'SNAPSHOT_NOT_FOUND' },
  });
  const { QueueUrl } = await environment.sqs.send(
    new GetQueueUrlCommand({ QueueName: 'aurora-restore-webhook-gone-undelivered' }),
  );
  const { Messages } = await environment.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }),
  );
  expect(Messages?.[0]?.MessageAttributes).toMatchObject({
    RULE_ARN: { StringValue: expect.stringMatching(/rule\/aurora-restore\/.*-webhook-gone$/) },
    ERROR_CODE: { StringValue: expect.any(String) },
  });
  expect(about(ops, 'to-nobody')).toHaveLength(1);
  expect(environment.queue('aurora-restore-undelivered')?.messages).toEqual([]);
});

test('a webhook hears of no event that it did not ask for', () => {
  const heard = ({ received }: Receiver) =>
    new Set(received.map(({ body }) => JSON.parse(body)['detail-type']));

  expect(heard(chat)).toEqual(new Set(['RestoreRejected']));
  expect(heard(ops)).toEqual(new Set(['RestoreRejected', 'RestoreFailed']));
});

test('no secret stands in a log, a table or a notification', async () => {
  const told = JSON.stringify([
    environment.logs(),
    environment.inbox(),
    await environment.operations.withStatus('rejected', 100),
  ]);

  const secrets = ['the key of ops', 'the secret of chat', 'the token of chat'];
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
});
