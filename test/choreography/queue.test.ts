import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { listOperations } from '../../cli/status/list-operations.ts';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { ServiceError } from '../../infra/local/service.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { operatorOf, verbsOn } from '../fixtures/cli.ts';
import { dataOf, describe, takeSnapshot } from '../fixtures/clusters.ts';
import { deadLetters, redrive } from '../fixtures/dead-letters.ts';
import { makeSnapshot, newTarget } from '../fixtures/every-step.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { synthesize } from '../fixtures/synthesize.ts';
import { until } from '../fixtures/until.ts';
import { WatchedLine } from '../fixtures/watched-line.ts';

let environment: RestoreEnvironment;
let inTheSnapshot: Fingerprint;

/** Many restores at real servers. */
vi.setConfig({ testTimeout: 300_000 });

beforeAll(async () => {
  environment = await startRestoreEnvironment({
    assembly: synthesize('queue', { max_concurrent_restores: 2, max_concurrent_copies: 1 }),
  });
  inTheSnapshot = await makeSnapshot(environment);
});

afterEach(() => {
  environment?.disturb(() => []);
  environment?.steer.setDurations({ restoreCluster: 0, copySnapshot: 0 });
});
afterAll(() => environment?.close());

const turnCame = ({ stages }: Operation) => stages.check_snapshot?.ended_at ?? '';

/** Asks for one after another, so that it is known which came first. */
async function ask(ids: readonly string[], more: object = {}): Promise<void> {
  for (const id of ids) {
    await environment.request({
      operation_id: id,
      snapshot_name: 'wanted',
      target_cluster_id: id,
      ...more,
    });
    await until(environment.clock, async () => {
      const operation = await environment.operations.read(id);
      return operation !== undefined && (operation.status === 'queued' || operation.sequence > 0);
    });
  }
}

test('no more restores than may be are at work, the others wait in the order in which they came, and all complete', async () => {
  environment.steer.setDurations({ restoreCluster: 30 * 60_000 });
  const ids = Array.from({ length: 7 }, (_, number) => `in-line-${number + 1}`);
  await ask(ids);
  const statuses = await Promise.all(ids.map((id) => environment.operations.read(id)));
  const line = new WatchedLine();
  await until(environment.clock, async () => {
    await line.look(environment);
    return (await environment.lines.read('restores')).waiting.length === 0;
  });
  for (const id of ids) await environment.settled(id, 'completed');

  expect(statuses.map((one) => one?.status)).toEqual([
    ...['in_progress', 'in_progress'],
    ...Array(5).fill('queued'),
  ]);
  expect(line.mostAtWork).toBe(2);
  expect(line.begun).toEqual(ids);
  for (const id of ids) expect(await dataOf(environment, id), id).toEqual(inTheSnapshot);
  expect(deadLetters(environment)).toEqual([]);
});

test('whose turn comes begins at once, without waiting for its own check', async () => {
  environment.steer.setDurations({ restoreCluster: 4 * 3600_000 });
  await ask(['long-1', 'long-2', 'next']);
  const before = environment.settled('long-1', 'completed');
  const { end_time = '' } = await before;
  const next = await environment.settled('next', 'completed');

  const waited = Date.parse(turnCame(next)) - Date.parse(end_time);
  expect(waited).toBeLessThan(60_000);
});

test('where the event is lost that would wake it, its own check does', async () => {
  environment.steer.setDurations({ restoreCluster: 4 * 3600_000 });
  environment.disturb((crossing) =>
    crossing.boundary === 'event' && crossing.targetArn.endsWith(':aurora-restore-wake-queued')
      ? [{ kind: 'drop' }]
      : [],
  );
  await ask(['unheard-1', 'unheard-2', 'after-unheard']);

  await environment.settled('after-unheard', 'completed');
});

test('a request for a target that another only waits for is rejected, or waits for its turn if it says so', async () => {
  environment.steer.setDurations({ restoreCluster: 30 * 60_000 });
  await ask(['one', 'two', 'three']);
  await environment.request({
    operation_id: 'rejected',
    snapshot_name: 'wanted',
    target_cluster_id: 'three',
  });
  await ask(['waits'], { target_cluster_id: 'three', when_busy: 'wait' });

  const { error } = await environment.settled('rejected', 'rejected');
  const three = await environment.settled('three', 'completed');
  const waits = await environment.settled('waits', 'completed');

  expect(error?.reasons).toMatchObject([
    { code: 'TARGET_LOCKED', message: expect.stringContaining('operation three') },
  ]);
  expect(turnCame(waits) > (three.end_time ?? '')).toBe(true);
  expect(environment.asked(' three')).toEqual([
    ...newTarget('three'),
    expect.stringContaining('DeleteDBInstance three-1'),
    ...['DeleteDBCluster three', ...newTarget('three')],
  ]);
});

test('a cancelled operation leaves its place, and list tells the places', async () => {
  environment.steer.setDurations({ restoreCluster: 30 * 60_000 });
  await ask(['a-1', 'a-2', 'b-1', 'b-2', 'b-3']);
  const { place, terminal, said } = operatorOf(environment);
  const list = async () => {
    await listOperations({ place, status: 'queued', limit: 10, json: true }, terminal);
    return JSON.parse(said()).operations.map((one: { operation_id: string; queue?: object }) => [
      one.operation_id,
      one.queue,
    ]);
  };
  const before = await list();
  await verbsOn(environment).cancel('b-1');
  await until(
    environment.clock,
    async () => (await environment.lines.read('restores')).waiting.length === 2,
  );

  expect(before).toEqual([
    ['b-3', { line: 'restores', place: 3, of: 3 }],
    ['b-2', { line: 'restores', place: 2, of: 3 }],
    ['b-1', { line: 'restores', place: 1, of: 3 }],
  ]);
  expect(await list()).toEqual([
    ['b-3', { line: 'restores', place: 2, of: 2 }],
    ['b-2', { line: 'restores', place: 1, of: 2 }],
  ]);
  await environment.settled('b-3', 'completed');
  expect(await describe(environment.rds, 'b-3')).toMatchObject({ Status: 'available' });
});

test('a failed one makes room; redriven it goes on at once, beyond the limit, and counts', async () => {
  const { clock, lines, operations } = environment;
  environment.steer.setDurations({ restoreCluster: 3 * 3600_000 });
  environment.disturb((crossing) =>
    crossing.boundary === 'call' &&
    crossing.call.operation === 'RestoreDBClusterFromSnapshot' &&
    JSON.stringify(crossing.input).includes('"fails"')
      ? [{ kind: 'fail', error: new ServiceError('AccessDenied', 'not authorized', 403) }]
      : [],
  );
  await ask(['fails', 'c-1', 'c-2']);
  const failed = await environment.settled('fails', 'failed');
  await until(clock, async () => (await operations.read('c-2'))?.status === 'in_progress');
  environment.disturb(() => []);
  await ask(['c-3']);
  await environment.rest(10_000);
  await redrive(environment, 'restore-snapshot');
  await until(clock, async () => (await operations.read('fails'))?.step === 'check_restore');
  const { at_work, waiting } = await lines.read('restores');

  expect(failed.step).toBe('restore_snapshot');
  expect(at_work.map(({ operation_id }) => operation_id).sort()).toEqual(['c-1', 'c-2', 'fails']);
  expect(waiting.map(({ operation_id }) => operation_id)).toEqual(['c-3']);
  for (const id of ['fails', 'c-1', 'c-2', 'c-3']) await environment.settled(id, 'completed');
});

test('whoever failed before its turn is redriven to its place, behind those who asked for the target before it', async () => {
  environment.steer.setDurations({ restoreCluster: 3 * 3600_000 });
  await ask(['d-1', 'd-2']);
  const shared = { target_cluster_id: 'shared', when_busy: 'wait' };
  await ask(['asked-first'], shared);
  await environment.request({ operation_id: 'fails-early', snapshot_name: 'late', ...shared });
  const failed = await environment.settled('fails-early', 'failed');
  await takeSnapshot(environment, 'source-cluster', 'late');
  await environment.rest(10_000);
  await redrive(environment, 'snapshot-check');

  const first = await environment.settled('asked-first', 'completed');
  const redriven = await environment.settled('fails-early', 'completed');

  expect(failed.error?.code).toBe('SNAPSHOT_NOT_FOUND');
  expect(turnCame(redriven) > (first.end_time ?? '')).toBe(true);
  for (const id of ['d-1', 'd-2']) await environment.settled(id, 'completed');
});

test('copies are made one after another where only one may be at a time', async () => {
  environment.steer.setDurations({ copySnapshot: 20 * 60_000 });
  const kms_key_id = await environment.createKey();
  await ask(['copied-1'], { kms_key_id });
  await ask(['copied-2'], { kms_key_id });

  const [first, second] = await Promise.all([
    environment.settled('copied-1', 'completed'),
    environment.settled('copied-2', 'completed'),
  ]);

  const { ended_at = '' } = first.stages.check_copy ?? {};
  expect((second.stages.check_copy?.started_at ?? '') >= ended_at).toBe(true);
});
