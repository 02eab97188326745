import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { dataOf, describe } from '../fixtures/clusters.ts';
import { makeSnapshot, newTarget, requestNew } from '../fixtures/every-step.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { toldToPeople } from '../fixtures/told-to-people.ts';
import { until } from '../fixtures/until.ts';

/** Functions start cold twice. */
vi.setConfig({ testTimeout: 180_000 });

let environment: RestoreEnvironment;
let inTheSnapshot: Fingerprint;

beforeEach(async () => {
  environment = await startRestoreEnvironment({ restarts: true });
  inTheSnapshot = await makeSnapshot(environment);
});

afterEach(() => environment?.close());

/** As `makeSnapshot` names them. */
const WANTED = { snapshot: 'wanted', key: 'alias/wanted' };

const HOUR_MS = 3600_000;

/** Until RDS is in the middle of what lasts an hour, and the pipeline waits for it. */
const untilStarted = (call: string) =>
  until(environment.clock, async () => environment.asked().some((asked) => asked.includes(call)));

test('a restore goes on after a restart in the middle of it, and nothing is done twice', async () => {
  environment.steer.setDurations({ restoreCluster: HOUR_MS });
  await requestNew(environment, 'new-target');
  await untilStarted('RestoreDBClusterFromSnapshot');
  const before = await describe(environment.rds, 'new-target');

  environment = await environment.restart();
  const after = await describe(environment.rds, 'new-target');
  await environment.settled('new-target', 'completed');

  expect([before.Status, after.Status]).toEqual(['creating', 'available']);
  expect(after.DbClusterResourceId).toBe(before.DbClusterResourceId);
  expect(environment.asked()).toEqual(newTarget('new-target'));
  expect(await dataOf(environment, 'new-target')).toEqual(inTheSnapshot);
  expect(await dataOf(environment, 'source-cluster')).toEqual(inTheSnapshot);
  expect(toldToPeople(environment).map(({ subject }) => subject)).toEqual([
    '[dev] Restore started: new-target',
    '[dev] Restore completed: new-target',
  ]);
  expect(environment.problems).toEqual([]);
});

test('a copy that was being made is there after a restart, and what follows from it happens once', async () => {
  environment.steer.setDurations({ copySnapshot: HOUR_MS });
  await environment.request({
    operation_id: 'by-copy',
    snapshot_name: WANTED.snapshot,
    target_cluster_id: 'by-copy',
    kms_key_id: WANTED.key,
  });
  await untilStarted('CopyDBClusterSnapshot');

  environment = await environment.restart();
  await environment.settled('by-copy', 'completed');

  expect(environment.asked()).toEqual([
    'CopyDBClusterSnapshot aurora-restore-by-copy-copy-1',
    ...newTarget('by-copy'),
    'DeleteDBClusterSnapshot aurora-restore-by-copy-copy-1',
  ]);
  expect(await dataOf(environment, 'by-copy')).toEqual(inTheSnapshot);
});

test('a request that no function has seen before the restart is carried out after it', async () => {
  await requestNew(environment, 'at-once');

  environment = await environment.restart();
  await environment.settled('at-once', 'completed');

  expect(environment.asked()).toEqual(newTarget('at-once'));
  expect(await dataOf(environment, 'at-once')).toEqual(inTheSnapshot);
});
