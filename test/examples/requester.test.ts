import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { PurgeQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { documentsOf } from '../../shared/operation/documents.ts';
import { createCluster, takeSnapshot } from '../fixtures/clusters.ts';
import { JOB_ROLE, synthesizeExampleApp, WORKFLOW_ROLE } from '../fixtures/example-app.ts';
import { accessOf, run } from '../fixtures/process.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

/** The CLI is another process. */
vi.setConfig({ testTimeout: 180_000 });

let environment: RestoreEnvironment;
const SNAPSHOT = 'nightly';

beforeAll(async () => {
  environment = await startRestoreEnvironment({ assembly: synthesizeExampleApp('requester') });
  await createCluster(environment, 'orders');
  await takeSnapshot(environment, 'orders', SNAPSHOT);
});
afterAll(() => environment?.close());

const aurora = (...args: string[]) =>
  run(
    environment,
    process.execPath,
    ['cli/aurora-restore.mjs', ...args],
    accessOf(environment, WORKFLOW_ROLE),
  );

const client = (roleArn: string) => ({
  endpoint: environment.endpoint,
  region: environment.region,
  credentials: environment.credentials(roleArn),
});

const request = (id: string, snapshot = SNAPSHOT) => [
  ...['--operation-id', id, '--snapshot', snapshot, '--target', 'orders-staging'],
];

test('with the requester policy alone a restore is planned, asked for, followed and listed', async () => {
  const plan = await aurora('plan', ...request('first-planned'), '--json');
  const restore = await aurora('restore', ...request('done'), '--watch', '--json');
  const again = await aurora('restore', ...request('done'), '--watch', '--json');
  const status = await aurora('status', 'done', '--json');
  const list = await aurora('list', '--json');

  expect(plan).toMatchObject({ code: 0, out: expect.stringContaining('"can_finish":true') });
  expect(restore).toMatchObject({ code: 0, out: expect.stringContaining('"completed"') });
  expect(again.code).toBe(0);
  expect(JSON.parse(again.out).request_event_id).toBe(JSON.parse(restore.out).request_event_id);
  expect(status).toMatchObject({ code: 0, out: expect.stringContaining('"completed"') });
  expect(list.code).toBe(0);
  expect(
    JSON.parse(list.out).operations.map(
      ({ operation_id }: { operation_id: string }) => operation_id,
    ),
  ).toEqual(['done', 'first-planned']);
});

test('what is left of a restore that failed is told too', async () => {
  const failed = await aurora('restore', ...request('failing', 'missing'), '--watch', '--json');

  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.out)).toMatchObject({
    status: 'failed',
    error: { code: 'SNAPSHOT_NOT_FOUND' },
    left: [],
  });
});

test('of what is held and awaited the lines alone are read', async () => {
  const tables = documentsOf(new DynamoDBClient(client(WORKFLOW_ROLE)));
  const read = (resource: string) =>
    tables.send(new GetCommand({ TableName: 'aurora-restore-resources', Key: { resource } }));

  await expect(read('line#us-east-1#restores')).resolves.toBeDefined();
  await expect(read('cluster#us-east-1#orders-staging')).rejects.toThrow(/not authorized/);
});

test.each([WORKFLOW_ROLE, JOB_ROLE])('%s says nothing else, and changes nothing', async (role) => {
  const events = new EventBridgeClient(client(role));
  const queues = new SQSClient(client(role));
  const put = (Source: string, DetailType: string, EventBusName = 'aurora-restore') =>
    events.send(
      new PutEventsCommand({ Entries: [{ EventBusName, Source, DetailType, Detail: '{}' }] }),
    );

  const denied = [
    () => put('aurora-restore', 'RestoreCompleted'),
    () => put('aurora-restore', 'RestoreRequested'),
    () => put('aurora-restore.request', 'RestoreCompleted'),
    () => put('aurora-restore.request', 'RestoreRequested', 'default'),
    () =>
      new RDSClient(client(role)).send(
        new DeleteDBClusterCommand({ DBClusterIdentifier: 'orders', SkipFinalSnapshot: true }),
      ),
    () =>
      queues.send(
        new PurgeQueueCommand({ QueueUrl: `${environment.endpoint}/000000000000/orders-on-call` }),
      ),
  ];

  for (const one of denied) await expect(one()).rejects.toThrow(/not authorized/i);
});

test.each([
  ['cancel', 'failing'],
  ['redrive', '--operation', 'failing'],
])('aurora-restore %s %s is denied, with the exit code that says so', async (...args) => {
  expect(await aurora(...args)).toMatchObject({ code: 3 });
  expect((await environment.operations.read('failing'))?.status).toBe('failed');
});

test('the other team hears of the restore, and who is on call of the failure, each of nothing else', async () => {
  await environment.rest();
  const inside = async (name: string) => {
    const { Messages = [] } = await environment.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: `${environment.endpoint}/000000000000/${name}`,
        MaxNumberOfMessages: 10,
      }),
    );
    return Messages.map(({ Body = '' }) => JSON.parse(Body));
  };

  expect(await inside('orders-staging-refreshed')).toMatchObject([
    { 'detail-type': 'RestoreCompleted', detail: { operation_id: 'done' } },
  ]);
  expect(await inside('orders-on-call')).toMatchObject([
    { Subject: expect.stringContaining('RESTORE FAILED: orders-staging') },
  ]);
});
