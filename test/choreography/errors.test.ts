import { CreateDBParameterGroupCommand, CreateDBSubnetGroupCommand } from '@aws-sdk/client-rds';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue, type ErrorCode } from '../../shared/errors.ts';
import { createCluster, takeSnapshot } from '../fixtures/clusters.ts';
import {
  MASTER,
  NETWORK,
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { toldToPeople } from '../fixtures/told-to-people.ts';
import { until } from '../fixtures/until.ts';

let environment: RestoreEnvironment;
const SNAPSHOT = 'there';

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  await createCluster(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
});

afterAll(() => environment?.close());

const inQueue = (name: string) => environment.queue(name)?.messages ?? [];

const subjectsOf = (id: string) =>
  toldToPeople(environment)
    .filter(({ message }) => message.includes(`Operation: ${id}`))
    .map(({ subject }) => subject);

/** Asks for a restore that fails in this way, and looks that everything that is to be there is. */
async function failing(
  code: ErrorCode,
  service: string,
  operation_id: string,
  request: Readonly<Record<string, string>>,
) {
  const queue = `aurora-restore-${service}-dlq`;
  await environment.request({ operation_id, target_cluster_id: operation_id, ...request });
  const { error } = await environment.settled(operation_id, 'failed');
  await environment.rest();

  expect(error).toMatchObject({
    code,
    remedy: catalogue[code].remedy,
    dead_letter_queue: queue,
  });
  expect(inQueue(queue).map(({ messageId }) => messageId)).toEqual([error?.message_id]);
  expect(subjectsOf(operation_id).filter((subject) => subject?.includes('FAILED'))).toEqual([
    `[dev] RESTORE FAILED: ${operation_id}`,
  ]);
  return { operation_id, queue, message: error?.message ?? '' };
}

/** Sends the failed message back, as an operator does, and waits for the end of the restore. */
async function redriven({ operation_id, queue }: Awaited<ReturnType<typeof failing>>) {
  const { clock, operations, sqs } = environment;
  const SourceArn = environment.queue(queue)?.arn;
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  await until(clock, async () => (await operations.read(operation_id))?.status !== 'failed');
  await environment.settled(operation_id, 'completed');
  await environment.rest();

  expect(inQueue(queue)).toEqual([]);
  expect(subjectsOf(operation_id).at(-1)).toBe(`[dev] Restore completed: ${operation_id}`);
}

test('a snapshot that is not there fails the request until it is, and then the restore goes on', async () => {
  const failed = await failing('SNAPSHOT_NOT_FOUND', 'snapshot-check', 'no-snapshot', {
    snapshot_name: 'not-yet',
  });
  expect(failed.message).toContain('not-yet');

  await takeSnapshot(environment, 'source-cluster', 'not-yet');

  await redriven(failed);
});

test('a login that is refused fails until the secret holds the source’s password', async () => {
  const put = (password: string) =>
    environment.secrets.send(
      new PutSecretValueCommand({
        SecretId: 'aurora-restore/dev/master-credentials',
        SecretString: JSON.stringify({ ...MASTER, password }),
      }),
    );
  await put('Not-The-Password-1');
  const failed = await failing('DATABASE_LOGIN_REFUSED', 'setup-db-users', 'no-login', {
    snapshot_name: SNAPSHOT,
  });
  expect(failed.message).toContain('the master user admin');
  expect(failed.message).toContain('aurora-restore/dev/master-credentials');
  expect(failed.message).not.toContain('Not-The-Password-1');

  await put(MASTER.password);

  await redriven(failed);
});

test('a group that is missing fails before anything is touched, and then the restore goes on', async () => {
  await createCluster(environment, 'no-group', { managed: true });
  const failed = await failing('REFERENCE_NOT_FOUND', 'snapshot-check', 'no-group', {
    snapshot_name: SNAPSHOT,
    db_parameter_group_name: 'not-yet',
    db_subnet_group_name: 'not-either',
  });
  expect(failed.message).toContain('not-yet');
  expect(failed.message).toContain('not-either');
  expect(environment.asked('no-group')).toEqual([]);

  await environment.rds.send(
    new CreateDBParameterGroupCommand({
      DBParameterGroupName: 'not-yet',
      DBParameterGroupFamily: 'aurora-mysql8.0',
      Description: 'made late',
    }),
  );
  await environment.rds.send(
    new CreateDBSubnetGroupCommand({
      DBSubnetGroupName: 'not-either',
      DBSubnetGroupDescription: 'made late',
      SubnetIds: NETWORK.subnets.map(({ id }) => id),
    }),
  );

  await redriven(failed);
});

test('a request is rejected for all that is wrong with it, by its schema and beyond', async () => {
  await environment.request({
    operation_id: 'all-wrong',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'source-cluster',
    colour: 'red',
    target_region: 'eu-north-1',
    engine_version: '5.7.mysql_aurora.2.12.0',
    serverless_v2_scaling: { min_capacity: 1, max_capacity: 2 },
  });

  const { error } = await environment.settled('all-wrong', 'rejected');

  expect(error?.reasons?.map(({ code, field }) => `${code} ${field}`).sort()).toEqual([
    'ENGINE_VERSION_DOWNGRADE engine_version',
    'REQUEST_INVALID colour',
    'REQUEST_INVALID serverless_v2_scaling',
    'TARGET_IS_SOURCE target_cluster_id',
    'TARGET_REGION_MISMATCH target_region',
  ]);
});

test.each([
  ['numbers-and-text', { port: 1e300, requested_by: '\ud800' }, '"port":1e+300'],
  ['too-large', { requested_by: 'x'.repeat(450_000) }, 'xxxxx … (cut)'],
  ['proto', JSON.parse('{"__proto__":{"x":1}}'), '"__proto__":{"x":1}'],
])(
  'a request that cannot be recorded as it is is rejected, and so much of it written down: %s',
  async (operation_id, more, kept) => {
    await environment.request({
      operation_id,
      snapshot_name: SNAPSHOT,
      target_cluster_id: 'unstorable',
      ...more,
    });

    const { error } = await environment.settled(operation_id, 'rejected');
    await environment.rest();

    expect(error?.code).toBe('REQUEST_INVALID');
    const { Items = [] } = await environment.dynamodb.send(
      new QueryCommand({
        TableName: 'aurora-restore-audit',
        KeyConditionExpression: 'operation_id = :id',
        ExpressionAttributeValues: { ':id': operation_id },
      }),
    );
    expect(Items.map(({ event_type }) => event_type)).toEqual([
      'RestoreRequested',
      'RestoreRejected',
    ]);
    expect(Items[0]?.detail.unstorable.json).toContain(kept);
    expect(subjectsOf(operation_id)).toEqual(['[dev] Restore rejected: unstorable']);
    for (const service of ['snapshot-check', 'audit-log', 'sns-notification'])
      expect(inQueue(`aurora-restore-${service}-dlq`)).toEqual([]);
  },
);
