import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { createCluster, dataOf, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import { deadLetters } from '../fixtures/dead-letters.ts';
import { newTarget } from '../fixtures/every-step.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { synthesize } from '../fixtures/synthesize.ts';
import { until } from '../fixtures/until.ts';
import { WatchedLine } from '../fixtures/watched-line.ts';

let environment: RestoreEnvironment;
let inTheSnapshot: Fingerprint;

const MOST = 3;
const targets = Array.from({ length: 50 }, (_, number) => `target-${number + 1}`);

/** One snapshot, of which fifty rules make fifty restores. */
const deployment = {
  max_concurrent_restores: MOST,
  auto_restores: targets.map((target_cluster_id) => ({
    name: `to-${target_cluster_id}`,
    source: { cluster_id: 'source-cluster' },
    snapshots: 'manual',
    request: { target_cluster_id },
  })),
};

beforeAll(async () => {
  environment = await startRestoreEnvironment({
    assembly: synthesize('fifty', deployment),
    limits: { workersPerFunction: 1, workers: 16 },
    quotas: { clusters: 51, instances: 51 },
    restarts: true,
  });
  await createCluster(environment, 'source-cluster');
  await onDatabase(environment, 'source-cluster', (connection) =>
    connection.query('CREATE DATABASE app'),
  );
  inTheSnapshot = await dataOf(environment, 'source-cluster');
});

afterAll(() => environment?.close());

/** So that everybody is seen at work. */
const slowly = { restoreCluster: 10 * 60_000 };

async function withStatus(...statuses: readonly Operation['status'][]): Promise<Operation[]> {
  const found = await Promise.all(
    statuses.map((status) => environment.operations.withStatus(status, 100)),
  );
  return found.flat();
}

test('fifty automatic requests run three at a time, in order, and all complete, through a restart', {
  timeout: 900_000,
}, async () => {
  const line = new WatchedLine();
  const completed = (count: number) => async () => {
    await line.look(environment);
    return (await withStatus('completed')).length >= count;
  };
  environment.steer.setDurations(slowly);
  await takeSnapshot(environment, 'source-cluster', 'nightly');
  await until(
    environment.clock,
    async () => (await withStatus('queued', 'in_progress', 'completed')).length === targets.length,
  );
  await until(environment.clock, completed(10));
  const before = await withStatus('queued');

  environment = await environment.restart();
  environment.steer.setDurations(slowly);
  await until(environment.clock, completed(targets.length));
  await environment.rest();

  const inOrder = (await withStatus('completed')).sort((a, b) =>
    a.start_time === b.start_time
      ? a.operation_id.localeCompare(b.operation_id)
      : a.start_time.localeCompare(b.start_time),
  );
  expect(before.length).toBeGreaterThan(30);
  expect(line.mostAtWork).toBe(MOST);
  expect(line.begun).toEqual(inOrder.map(({ operation_id }) => operation_id));
  expect(new Set(inOrder.map(({ target }) => target?.cluster_id))).toEqual(new Set(targets));
  const asked = environment.asked();
  for (const id of targets) {
    const ofThis = new RegExp(` ${id}(-\\d+)?$`);
    expect(
      asked.filter((call) => ofThis.test(call)),
      id,
    ).toEqual(newTarget(id));
    expect(await dataOf(environment, id), id).toEqual(inTheSnapshot);
  }
  expect(deadLetters(environment)).toEqual([]);
});
