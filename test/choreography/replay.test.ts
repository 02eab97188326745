import { DeleteDBClusterSnapshotCommand } from '@aws-sdk/client-rds';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { run } from '../../cli/run.ts';
import { terminalWith } from '../../cli/terminal.fixture.ts';
import type { Stage } from '../../events/index.ts';
import { type Faults, noFaults } from '../../infra/local/faults.ts';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { ServiceError } from '../../infra/local/service.ts';
import { verbsOn } from '../fixtures/cli.ts';
import { createCluster, dataOf, describe, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

let environment: RestoreEnvironment;
let inTheSnapshot: Fingerprint;
const SNAPSHOT = 'to-replay';
let key: string;

/** Real servers, restored more than once. */
vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  key = await environment.createKey();
  await createCluster(environment, 'source-cluster');
  await onDatabase(environment, 'source-cluster', async (connection) => {
    await connection.query('CREATE DATABASE app');
    await connection.query('CREATE TABLE app.t (id INT PRIMARY KEY, v VARCHAR(20))');
    await connection.query("INSERT INTO app.t VALUES (1, 'one'), (2, 'two')");
  });
  inTheSnapshot = await dataOf(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
});

afterEach(() => {
  environment?.disturb(noFaults);
  vi.useRealTimers();
});
afterAll(() => environment?.close());

/** The last step may not change the cluster, so that everything before it is done when it fails. */
const lastStepDenied: Faults = (crossing) =>
  crossing.boundary === 'call' &&
  crossing.call.operation === 'ModifyDBCluster' &&
  crossing.call.principal.roleArn?.includes('archive-snapshot')
    ? [{ kind: 'fail', error: new ServiceError('AccessDenied', 'not you') }]
    : [];

/** Replaces an old target by a restore with a copy, until the last step fails. */
async function failAtLast(id: string) {
  await createCluster(environment, id, { managed: true, instances: 2 });
  environment.disturb(lastStepDenied);
  await environment.request({
    operation_id: id,
    snapshot_name: SNAPSHOT,
    target_cluster_id: id,
    instance_count: 2,
    kms_key_id: key,
  });
  const failed = await environment.settled(id, 'failed');
  expect(failed).toMatchObject({ step: 'archive_snapshot', error: { code: 'NOT_PERMITTED' } });
  await environment.rest();
  return await describe(environment.rds, id);
}

const verbs = () => verbsOn(environment);

/** The CLI, at the environment's time. */
async function aurora(...args: string[]) {
  vi.useFakeTimers({ now: environment.clock.now(), toFake: ['Date'] });
  const { terminal, written } = terminalWith({
    AWS_ENDPOINT_URL: environment.endpoint,
    AWS_REGION: environment.region,
  });
  const code = await run(args, terminal);
  vi.useRealTimers();
  return { code, ...written };
}

const MADE_AGAIN = [
  'ModifyDBCluster again',
  'DeleteDBInstance again-2',
  'DeleteDBInstance again-1',
  'DeleteDBCluster again',
  'RestoreDBClusterFromSnapshot again',
  'CreateDBInstance again-1',
  'CreateDBInstance again-2',
];

test('a replay from any stage does what is to be done again, and ends with equal data', async () => {
  await failAtLast('again');
  const asked: Record<string, readonly string[]> = {};
  const replayFrom = async (stage: Stage) => {
    const before = environment.asked('again').length;
    await verbs().replay('again', stage);
    const { attempt } = await environment.settled('again', 'failed');
    await environment.rest();
    asked[stage] = environment.asked('again').slice(before);
    expect(await dataOf(environment, 'again'), stage).toEqual(inTheSnapshot);
    return attempt;
  };

  for (const stage of ['setup_db_users', 'create_instances', 'restore_snapshot'] as const)
    await replayFrom(stage);
  const attempt = await replayFrom('copy_snapshot');

  expect(attempt).toBe(5);
  expect(asked).toEqual({
    setup_db_users: [],
    create_instances: [],
    restore_snapshot: [],
    copy_snapshot: [
      'CopyDBClusterSnapshot aurora-restore-again-copy-5',
      'CreateDBClusterSnapshot aurora-restore-again-final-5',
      ...MADE_AGAIN,
    ],
  });

  environment.disturb(noFaults);
  const before = environment.asked('again').length;
  const wrong = await aurora('replay', 'again', '--from', 'check_snapshot');
  const replayed = await aurora('replay', 'again', '--from', 'delete_rds');
  const completed = await environment.settled('again', 'completed');
  const late = await aurora('replay', 'again', '--from', 'delete_rds');

  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('Allowed choices are copy_snapshot');
  expect(replayed).toMatchObject({ code: 0, err: '' });
  expect(replayed.out).toContain(
    'deletes the cluster again that stands there now, also the one that this operation restored',
  );
  expect(completed).toMatchObject({ attempt: 6, step: 'archive_snapshot' });
  expect(await dataOf(environment, 'again')).toEqual(inTheSnapshot);
  expect((await describe(environment.rds, 'again')).DeletionProtection).toBe(false);
  expect(environment.asked('again').slice(before)).toEqual([
    'CreateDBClusterSnapshot aurora-restore-again-final-6',
    ...MADE_AGAIN,
    'ModifyDBCluster again',
    'DeleteDBClusterSnapshot aurora-restore-again-copy-1',
    'DeleteDBClusterSnapshot aurora-restore-again-copy-5',
  ]);
  expect(late.code).toBe(1);
  expect(late.err).toContain('is completed, and stays so; nothing was changed');
});

test('without its snapshot a replay deletes nothing; cancelled it leaves all as it is', async () => {
  const id = 'cancelled';
  const standing = await failAtLast(id);
  environment.disturb(noFaults);
  await environment.rds.send(
    new DeleteDBClusterSnapshotCommand({
      DBClusterSnapshotIdentifier: `aurora-restore-${id}-copy-1`,
    }),
  );
  await verbs().replay(id, 'delete_rds');
  expect((await environment.settled(id, 'failed')).error?.code).toBe('SNAPSHOT_NOT_FOUND');

  const cancelled = await aurora('cancel', id);
  const again = await aurora('cancel', id);
  const status = await aurora('status', id);
  await environment.rest(3600_000);

  expect(cancelled).toMatchObject({ code: 0, err: '' });
  for (const made of [
    `cluster ${id}`,
    `instance ${id}-2`,
    `cluster snapshot aurora-restore-${id}-final-1`,
  ])
    expect(cancelled.out).toContain(`- ${made}`);
  expect(again.code).toBe(1);
  expect(status.out).toMatch(/half-restored cluster +cancelled +still there/);
  expect(await environment.settled(id, 'cancelled')).toMatchObject({ published: true });
  expect(await describe(environment.rds, id)).toEqual(standing);
  expect(environment.inbox().map(({ subject }) => subject)).toContain(
    `[dev] Restore cancelled: ${id}`,
  );
});

test('what is cancelled at work changes nothing any more, and its target is free for another', async () => {
  const id = 'cancelled-at-work';
  await createCluster(environment, id, { managed: true });
  let cancelling: Promise<unknown> | undefined;
  environment.disturb((crossing) => {
    const takes =
      crossing.boundary === 'call' && crossing.call.operation === 'CreateDBClusterSnapshot';
    if (takes && !cancelling) cancelling = environment.clock.during(() => verbs().cancel(id));
    return [];
  });
  const request = { snapshot_name: SNAPSHOT, target_cluster_id: id };
  await environment.request({ ...request, operation_id: id });
  await environment.settled(id, 'cancelled');
  await cancelling;
  await environment.rest(3600_000);

  expect(environment.asked(id)).toEqual([`CreateDBClusterSnapshot aurora-restore-${id}-final-1`]);

  await environment.request({ ...request, operation_id: `${id}-next` });
  await environment.settled(`${id}-next`, 'completed');
  expect(await dataOf(environment, id)).toEqual(inTheSnapshot);
});
