import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Stage, stages } from '../../events/index.ts';
import type { Crossing, Faults } from '../../infra/local/faults.ts';
import { noDurations } from '../../infra/local/rds/durations.ts';
import { steps } from '../../services/index.ts';
import { catalogue, type ErrorCode } from '../../shared/errors.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { createCluster, takeSnapshot } from '../fixtures/clusters.ts';
import { deadLettersOf, redrive } from '../fixtures/dead-letters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { toldToPeople } from '../fixtures/told-to-people.ts';
import { until } from '../fixtures/until.ts';

let environment: RestoreEnvironment;
const SNAPSHOT = 'awaited-snapshot';
let key: string;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** So long that each stage has to look many times. */
const LONG = 20 * MINUTE;
const long = {
  createSnapshot: LONG,
  copySnapshot: LONG,
  deleteInstance: LONG / 2,
  deleteCluster: LONG,
  restoreCluster: LONG,
  createInstance: LONG / 2,
};

/** Real servers, and functions that start cold. */
vi.setConfig({ testTimeout: 90_000 });

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  key = await environment.createKey();
  await createCluster(environment, 'source-cluster', { instances: 0 });
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
});

afterEach(async () => {
  environment?.disturb(() => []);
  environment?.steer.setDurations(noDurations);
});
afterAll(() => environment?.close());

const ask = (id: string, more: object = {}) =>
  environment.request({
    operation_id: id,
    snapshot_name: SNAPSHOT,
    target_cluster_id: id,
    ...more,
  });

const isCheck = (crossing: Crossing): crossing is Crossing & { boundary: 'message' } =>
  crossing.boundary === 'message' && crossing.attributes.check_id !== undefined;
const drop = (lost: boolean) => (lost ? [{ kind: 'drop' as const }] : []);

const loseNativeEvents: Faults = ({ boundary }) => drop(boundary === 'native-event');

/** Counts the checks that each step's queue is sent. */
function counting(counts: Map<string, number>, faults: Faults = () => []): Faults {
  return (crossing) => {
    if (isCheck(crossing)) counts.set(crossing.queue, (counts.get(crossing.queue) ?? 0) + 1);
    return faults(crossing);
  };
}

const serviceOf = (stage: Stage) => steps.find((step) => step.stage === stage)?.name ?? '';

describe('one layer of waiting alone carries a restore through', () => {
  test('checks, when every native event is lost', async () => {
    const id = 'by-checks';
    await createCluster(environment, id, { managed: true, instances: 2 });
    environment.steer.setDurations(long);
    const checks = new Map<string, number>();
    environment.disturb(counting(checks, loseNativeEvents));

    /** With an old target, a copy and a reader, so that every stage has something to wait for. */
    await ask(id, { kms_key_id: key, instance_count: 2 });
    const { stages: went } = await environment.settled(id, 'completed');

    for (const stage of ['check_copy', 'delete_rds', 'check_delete', 'check_restore'] as const) {
      expect(went[stage]?.checks, stage).toBeGreaterThan(3);
      expect(checks.get(`aurora-restore-${serviceOf(stage)}`), stage).toBe(went[stage]?.checks);
    }
    /** The next look is a fifth of the time waited away, so a stage ends soon after what it waits for. */
    expect(lasted(went.check_restore)).toBeLessThan(1.3 * LONG);
  });

  test('native events, when every check is lost, the watchdog’s too', async () => {
    const id = 'by-events';
    await createCluster(environment, id, { managed: true, instances: 2 });
    environment.steer.setDurations(long);
    environment.disturb((crossing) => drop(isCheck(crossing)));

    await ask(id, { instance_count: 2 });
    const { stages: went } = await environment.settled(id, 'completed');

    for (const stage of ['delete_rds', 'check_delete', 'check_restore'] as const) {
      expect(lasted(went[stage]), stage).toBeGreaterThan(LONG - MINUTE);
      expect(lasted(went[stage]), stage).toBeLessThan(LONG + 5 * MINUTE);
    }
  });

  test('the watchdog, where RDS has no event and the step’s own checks are lost', async () => {
    const id = 'by-watchdog';
    environment.steer.setDurations(long);
    environment.disturb((crossing) =>
      drop(
        loseNativeEvents(crossing).length > 0 || (isCheck(crossing) && crossing.delaySeconds > 0),
      ),
    );

    await ask(id, { kms_key_id: key });
    const { stages: went } = await environment.settled(id, 'completed');

    expect(lasted(went.check_copy)).toBeLessThan(LONG + 10 * MINUTE);
  });
});

test('checks do not multiply, though every event and every message comes twice', async () => {
  const id = 'twice';
  await createCluster(environment, id, { managed: true });
  environment.steer.setDurations(long);
  const checks = new Map<string, number>();
  environment.disturb(
    counting(checks, ({ boundary }) =>
      boundary === 'message' || boundary === 'event' || boundary === 'native-event'
        ? [{ kind: 'repeat', times: 1 }]
        : [],
    ),
  );

  await ask(id, { kms_key_id: key });
  const { stages: went } = await environment.settled(id, 'completed');

  /** A single chain looks about 20 times in 20 minutes. Two chains would double that. */
  for (const stage of ['check_copy', 'delete_rds', 'check_delete', 'check_restore'] as const)
    expect(checks.get(`aurora-restore-${serviceOf(stage)}`), stage).toBeLessThan(32);
  for (const stage of ['check_copy', 'check_delete', 'check_restore'] as const)
    expect(checks.get(`aurora-restore-${serviceOf(stage)}`), stage).toBe(went[stage]?.checks);
});

const lasted = (stage: Operation['stages'][Stage]) =>
  Date.parse(stage?.ended_at ?? '') - Date.parse(stage?.started_at ?? '');

/** The operation as it failed: in its item, on the bus, to people, and as one message to be redriven. */
async function failedAt(id: string, stage: Stage, code: ErrorCode) {
  const { error, step } = await environment.settled(id, 'failed');
  await environment.rest();
  expect(error).toMatchObject({
    code,
    step: stage,
    remedy: catalogue[code].remedy,
    dead_letter_queue: `aurora-restore-${serviceOf(stage)}-dlq`,
  });
  expect(step).toBe(stage);
  expect(deadLettersOf(environment, serviceOf(stage))).toHaveLength(1);
  return error?.message ?? '';
}

describe('a stage whose events and checks are all lost passes its deadline', () => {
  const id = 'timed-out';
  const waiting = ['check_copy', 'delete_rds', 'check_delete', 'check_restore', 'check_instances'];
  /** Longer than each stage's deadline. */
  const tooLong = {
    copySnapshot: 25 * HOUR,
    createSnapshot: 3 * HOUR,
    deleteCluster: 3 * HOUR,
    restoreCluster: 7 * HOUR,
    createInstance: 3 * HOUR,
  };

  beforeAll(async () => {
    await createCluster(environment, id, { managed: true });
  });

  test.each(stages.filter((stage) => waiting.includes(stage)))('%s', async (stage) => {
    environment.steer.setDurations(tooLong);
    if (stage === 'check_copy') await ask(id, { kms_key_id: key });
    else await goOn();
    let deadline = 0;
    await until(environment.clock, async () => {
      const operation = await environment.operations.read(id);
      deadline = Date.parse(operation?.deadline ?? '');
      return operation?.step === stage && operation.status === 'in_progress';
    });
    environment.disturb((crossing) =>
      drop(
        loseNativeEvents(crossing).length > 0 ||
          (isCheck(crossing) && environment.clock.now() < deadline),
      ),
    );

    const message = await failedAt(id, stage, 'STEP_TIMED_OUT');

    expect(message).toContain(stage);
    expect(await audited(id, 'RestoreFailed')).toContainEqual(
      expect.objectContaining({ code: 'STEP_TIMED_OUT', step: stage }),
    );
    expect(
      toldToPeople(environment).filter((told) => told.message.includes(`${stage} was due`)),
    ).toHaveLength(1);
    const { error } = (await environment.operations.read(id)) ?? {};
    expect(Date.parse(error?.at ?? '') - deadline).toBeLessThan(6 * MINUTE);
  });

  test('and redrives have carried it through', async () => {
    await goOn();

    await environment.settled(id, 'completed');
    expect(
      environment.asked(id).filter((call) => call.startsWith('CreateDBClusterSnapshot')),
    ).toHaveLength(1);
  });

  /** Sends the message of the stage that timed out back. */
  async function goOn(): Promise<void> {
    const { step } = (await environment.operations.read(id)) ?? {};
    await redrive(environment, serviceOf(step ?? 'check_copy'));
  }
});

async function audited(id: string, event: string): Promise<object[]> {
  const { Items = [] } = await environment.dynamodb.send(
    new QueryCommand({
      TableName: 'aurora-restore-audit',
      KeyConditionExpression: 'operation_id = :id',
      ExpressionAttributeValues: { ':id': id },
    }),
  );
  return Items.filter(({ event_type }) => event_type === event).map(({ detail }) => detail);
}
