import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Stage } from '../../events/index.ts';
import { noDurations } from '../../infra/local/rds/durations.ts';
import { steps } from '../../services/index.ts';
import { catalogue, type ErrorCode } from '../../shared/errors.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { createCluster, describe as described, takeSnapshot } from '../fixtures/clusters.ts';
import { deadLettersOf, redrive } from '../fixtures/dead-letters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { until } from '../fixtures/until.ts';

let environment: RestoreEnvironment;
const SNAPSHOT = 'breaking-snapshot';
const TARGET = 'breaking';
let key: string;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Real servers, and functions that start cold. */
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  key = await environment.createKey();
  await createCluster(environment, 'source-cluster', { instances: 0 });
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
  await createCluster(environment, TARGET, { managed: true });
  environment.steer.setDurations({
    copySnapshot: HOUR,
    createSnapshot: HOUR,
    deleteCluster: HOUR,
    restoreCluster: 5 * HOUR,
    createInstance: 1.75 * HOUR,
  });
});

afterEach(() => environment?.disturb(() => []));
afterAll(() => environment?.close());

const ask = (operation_id: string, more: object = {}) =>
  environment.request({
    operation_id,
    snapshot_name: SNAPSHOT,
    target_cluster_id: TARGET,
    ...more,
  });

const serviceOf = (stage: Stage) => steps.find((step) => step.stage === stage)?.name ?? '';

/** The operation once it works at this stage. */
async function at(id: string, stage: Stage): Promise<Operation> {
  let found: Operation | undefined;
  await until(
    environment.clock,
    async () => {
      found = await environment.operations.read(id);
      return found?.step === stage && found.status === 'in_progress';
    },
    () => `${id} is ${found?.status} at ${found?.step}: ${found?.error?.message}`,
  );
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

/** What the operation says that it failed with, after its message came to lie in the dead-letter queue. */
async function failure(id: string, stage: Stage, code: ErrorCode): Promise<string> {
  const { error } = await environment.settled(id, 'failed');
  await environment.rest();
  expect(error).toMatchObject({ code, step: stage, remedy: catalogue[code].remedy });
  expect(
    deadLettersOf(environment, serviceOf(stage)).filter(({ body }) => body.includes(`"${id}"`)),
  ).toHaveLength(1);
  return error?.message ?? '';
}

const copyOf = (id: string) => `aurora-restore-${id}-copy-1`;

test.each([
  [
    'failed',
    'copy-failed',
    () => environment.steer.setSnapshotStatus(copyOf('copy-failed'), 'failed'),
  ],
  ['gone', 'copy-gone', () => environment.steer.vanishSnapshot(copyOf('copy-gone'))],
] as const)(
  'a copy that is %s fails the restore before anything is deleted',
  async (status, id, breaks) => {
    await ask(id, { kms_key_id: key });
    await at(id, 'check_copy');

    breaks();

    expect(await failure(id, 'check_copy', 'SNAPSHOT_COPY_FAILED')).toBe(
      `copy ${copyOf(id)} is ${status}`,
    );
    expect(environment.asked(id)).toEqual([`CopyDBClusterSnapshot ${copyOf(id)}`]);
    expect((await described(environment.rds, TARGET)).Status).toBe('available');
  },
);

describe('one restore that RDS fails wherever it can goes on whenever the cause is gone', () => {
  const id = 'patient';
  const goOn = async (stage: Stage) => {
    await redrive(environment, serviceOf(stage));
    await at(id, stage);
  };

  test('a new request replaces those whose copies failed', async () => {
    await ask(id);

    expect((await at(id, 'delete_rds')).target?.old).toBeDefined();
  });

  test('the final snapshot fails, and a redrive takes another', async () => {
    const first = `aurora-restore-${id}-final-1`;
    await until(environment.clock, async () => environment.asked(first).length === 1);
    environment.steer.setSnapshotStatus(first, 'failed');

    expect(await failure(id, 'delete_rds', 'FINAL_SNAPSHOT_FAILED')).toBe(
      `final snapshot ${first} is failed`,
    );
    expect(environment.asked(TARGET).filter((call) => call.startsWith('Delete'))).toEqual([]);

    await redrive(environment, 'delete-rds');
    await at(id, 'check_delete');
    expect(environment.asked(`${id}-final`)).toHaveLength(2);
  });

  test('the deletion is not carried out, and a redrive goes on once the cluster is gone', async () => {
    environment.steer.setClusterStatus(TARGET, 'inaccessible-encryption-credentials');

    expect(await failure(id, 'check_delete', 'TARGET_DELETION_FAILED')).toBe(
      `${TARGET} is inaccessible-encryption-credentials`,
    );

    environment.steer.vanish(TARGET);
    await redrive(environment, 'check-delete-status');
    await at(id, 'check_restore');
  });

  test.each([
    ['failed', 'RDS-EVENT-0355'],
    ['incompatible-network', 'RDS-EVENT-0354'],
    ['incompatible-parameters', undefined],
    ['incompatible-restore', undefined],
    ['inaccessible-encryption-credentials', undefined],
    ['inaccessible-encryption-credentials-recoverable', undefined],
    ['migration-failed', undefined],
  ] as const)('the cluster is %s', async (status, event) => {
    environment.steer.setClusterStatus(TARGET, status);
    if (event) environment.steer.tellFailure(event, TARGET, 'In their own words');

    const code = /^inaccessible/.test(status) ? 'KEY_NOT_USABLE' : 'CLUSTER_RESTORE_FAILED';
    const message = await failure(id, 'check_restore', code);

    expect(message.startsWith(`${TARGET} is ${status}`)).toBe(true);
    expect(message.includes('In their own words')).toBe(event !== undefined);
    environment.steer.setClusterStatus(TARGET, 'creating');
    await goOn('check_restore');
  });

  test('RDS says of a cluster that still is being created that it cannot be', async () => {
    environment.disturb((crossing) =>
      crossing.boundary === 'message' && crossing.delaySeconds > 0 ? [{ kind: 'drop' }] : [],
    );
    const told = environment.clock.now();
    environment.steer.tellFailure('RDS-EVENT-0354', TARGET, 'No usable subnet');

    const message = await failure(id, 'check_restore', 'CLUSTER_RESTORE_FAILED');

    expect(message).toBe(
      `${TARGET} is creating; RDS says: You can't create the DB cluster because of incompatible resources. No usable subnet`,
    );
    expect(environment.clock.now() - told).toBeLessThan(MINUTE);
    environment.disturb(() => []);
    await goOn('check_restore');
    await at(id, 'check_instances');
  });

  const instance = `${TARGET}-1`;

  test.each([
    ['failed', 'RDS-EVENT-0353'],
    ['incompatible-network', 'RDS-EVENT-0036'],
    ['incompatible-parameters', 'RDS-EVENT-0035'],
    ['inaccessible-encryption-credentials', 'RDS-EVENT-0419'],
    ['inaccessible-encryption-credentials-recoverable', 'RDS-EVENT-0418'],
    ['incompatible-option-group', undefined],
    ['incompatible-restore', undefined],
    ['insufficient-capacity', undefined],
    ['restore-error', undefined],
    ['storage-full', undefined],
  ] as const)('the instance is %s', async (status, event) => {
    environment.steer.setInstanceStatus(instance, status);
    if (event) environment.steer.tellFailure(event, instance, 'In their own words');

    const message = await failure(id, 'check_instances', 'INSTANCE_FAILED');

    expect(message.startsWith(`${instance} is ${status}`)).toBe(true);
    expect(message.includes('In their own words')).toBe(event !== undefined);
    environment.steer.setInstanceStatus(instance, 'creating');
    await goOn('check_instances');
  });

  test('and at last it is done', async () => {
    await environment.settled(id, 'completed');

    expect(
      environment.asked(TARGET).filter((call) => /^(Delete|Restore|Modify)DBCluster/.test(call)),
    ).toEqual([
      `DeleteDBCluster ${TARGET}`,
      `RestoreDBClusterFromSnapshot ${TARGET}`,
      `ModifyDBCluster ${TARGET}`,
    ]);
  });
});

describe('what vanishes does not come back, and a new request does', () => {
  const unprotect = () =>
    environment.steer.call('ModifyDBCluster', {
      DBClusterIdentifier: TARGET,
      DeletionProtection: false,
    });

  beforeAll(() => environment.steer.setDurations({ ...noDurations, createInstance: HOUR }));

  test('an instance', async () => {
    await ask('instance-gone', { final_snapshot: false });
    await at('instance-gone', 'check_instances');

    environment.steer.vanishInstance(`${TARGET}-1`);

    expect(await failure('instance-gone', 'check_instances', 'INSTANCE_FAILED')).toBe(
      `${TARGET}-1 is gone`,
    );
  });

  test('the cluster', async () => {
    unprotect();
    await ask('cluster-gone', { final_snapshot: false });
    await at('cluster-gone', 'check_instances');

    environment.steer.vanish(TARGET);

    expect(await failure('cluster-gone', 'check_instances', 'CLUSTER_VANISHED')).toContain('gone');
  });

  test('the next request', async () => {
    environment.steer.setDurations(noDurations);
    await ask('next');

    await environment.settled('next', 'completed');
  });
});
