import { StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createCluster, takeSnapshot } from '../fixtures/clusters.ts';
import {
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

afterEach(() => environment?.disturb(() => []));
afterAll(() => environment?.close());

/** Real servers, and functions that start cold many times. */
vi.setConfig({ testTimeout: 180_000 });

const minutes = (from = '', to = '') => (Date.parse(to) - Date.parse(from)) / 60_000;

test('an event lost on its way to a stage that has a day costs it minutes', async () => {
  const lost: string[] = [];
  environment.disturb((crossing) => {
    if (crossing.boundary !== 'event' || lost.length > 0) return [];
    if (!crossing.targetArn.endsWith(':aurora-restore-check-copy-status')) return [];
    lost.push(crossing.event['detail-type']);
    return [{ kind: 'drop' }];
  });

  await environment.request({
    operation_id: 'event-lost',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'event-lost',
    kms_key_id: await environment.createKey(),
  });

  const { stages, ...operation } = await environment.settled('event-lost', 'completed');
  expect(lost).toEqual(['SnapshotCopyStarted']);
  expect(operation).not.toHaveProperty('deadline_acted_on');
  const { started_at, ended_at } = stages.check_copy ?? {};
  expect(minutes(started_at, ended_at)).toBeGreaterThanOrEqual(15);
  expect(minutes(started_at, ended_at)).toBeLessThan(25);
});

test('a request whose function dies of it is recorded, told and kept, and goes on when redriven', async () => {
  const queue = 'aurora-restore-snapshot-check-dlq';
  const dead = () => environment.queue(queue)?.messages ?? [];
  const { clock, operations, sqs } = environment;
  environment.disturb((crossing) =>
    crossing.boundary === 'invocation' && crossing.functionName === 'aurora-restore-snapshot-check'
      ? [{ kind: 'kill' }]
      : [],
  );
  await environment.request({
    operation_id: 'dies-of-it',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'dies-of-it',
  });

  const { error } = await environment.settled('dies-of-it', 'failed');
  /** Whatever the watchdog looked at lies there again; it looks twice more and finds nothing new. */
  await environment.rest(11 * 60_000);

  expect(error).toMatchObject({ code: 'STEP_CRASHED', dead_letter_queue: queue });
  expect(dead()).toHaveLength(1);
  expect(
    toldToPeople(environment).filter(({ message }) => message.includes('Operation: dies-of-it')),
  ).toMatchObject([{ subject: '[dev] RESTORE FAILED: dies-of-it' }]);

  environment.disturb(() => []);
  await environment.rest(10_000);
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: environment.queue(queue)?.arn }));
  await until(clock, async () => (await operations.read('dies-of-it'))?.status !== 'failed');
  await environment.settled('dies-of-it', 'completed');
  expect(dead()).toEqual([]);
});
