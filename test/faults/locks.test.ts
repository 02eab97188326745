import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Faults } from '../../infra/local/faults.ts';
import { ServiceError } from '../../infra/local/service.ts';
import { createCluster, describe as described, takeSnapshot } from '../fixtures/clusters.ts';
import { deadLettersOf, redrive } from '../fixtures/dead-letters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { until } from '../fixtures/until.ts';

let environment: RestoreEnvironment;
const SNAPSHOT = 'locked-snapshot';
let key: string;
const HOUR = 3_600_000;

/** Real servers, and functions that start cold. */
vi.setConfig({ testTimeout: 90_000 });

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  key = await environment.createKey();
  await createCluster(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
});

afterEach(() => environment?.disturb(() => []));
afterAll(() => environment?.close());

const ask = (operation_id: string, target_cluster_id: string, more: object = {}) =>
  environment.request({
    operation_id,
    snapshot_name: SNAPSHOT,
    target_cluster_id,
    final_snapshot: false,
    ...more,
  });

/** The service's calls of these operations are denied, and what it is sent comes twice. */
const denied = (service: string, ...operations: readonly string[]): Faults => {
  const error = new ServiceError('AccessDenied', 'by a policy of the organisation', 403);
  return (crossing) => {
    if (crossing.boundary === 'event' && crossing.targetArn.endsWith(`:aurora-restore-${service}`))
      return [{ kind: 'repeat', times: 1 }];
    return crossing.boundary === 'call' &&
      crossing.call.principal.roleArn?.includes(`aurora-restore-${service}-role-`) &&
      operations.includes(crossing.call.operation)
      ? [{ kind: 'fail', error }]
      : [];
  };
};

/** Each step that changes something, with the calls whose denial makes it fail. */
const mutating = [
  ['copy-snapshot', 'CopyDBClusterSnapshot'],
  ['delete-rds', 'DeleteDBInstance', 'DeleteDBCluster'],
  ['restore-snapshot', 'RestoreDBClusterFromSnapshot'],
  ['create-instances', 'CreateDBInstance'],
  ['setup-db-users', 'CreateSecret', 'GetSecretValue'],
  ['archive-snapshot', 'ModifyDBCluster'],
] as const;

describe('a message of an operation whose target was restored again since', () => {
  const TARGET = 'overtaken';
  const id = (service: string) => `overtaken-at-${service}`;
  let newest: Awaited<ReturnType<typeof described>>;

  beforeAll(async () => {
    await createCluster(environment, TARGET, { managed: true });
    for (const [service, ...calls] of mutating) {
      /** What an operation has restored it protects, also when it fails. */
      await unprotect(TARGET);
      environment.disturb(denied(service, ...calls));
      await ask(id(service), TARGET, { kms_key_id: key });
      await environment.settled(id(service), 'failed');
      await environment.rest(HOUR);
      environment.disturb(() => []);
    }
    await unprotect(TARGET);
    await ask('newest', TARGET);
    await environment.settled('newest', 'completed');
    newest = await described(environment.rds, TARGET);
  });

  test.each(mutating.map(([service]) => service))(
    'redriven to %s it touches nothing, and names who holds the target',
    async (service) => {
      const letters = bodiesOfDead(service);
      const before = environment.asked().length;

      await redrive(environment, service);
      await untilLocked(service, letters.length);

      expect(environment.asked().slice(before)).toEqual([]);
      expect(await described(environment.rds, TARGET)).toEqual(newest);
      expect(bodiesOfDead(service)).toEqual(letters);
    },
  );

  test.each(mutating.map(([service]) => service))(
    'sent to %s by hand it touches nothing either',
    async (service) => {
      const letters = bodiesOfDead(service);
      const before = environment.asked().length;

      await environment.sqs.send(
        new SendMessageCommand({
          QueueUrl: `${environment.endpoint}/${environment.accountId}/aurora-restore-${service}`,
          MessageBody: letters[0],
        }),
      );
      await untilLocked(service, letters.length + 1);

      expect(environment.asked().slice(before)).toEqual([]);
      expect(await described(environment.rds, TARGET)).toEqual(newest);
    },
  );

  /** An event may have come more than once: then each copy lies there. */
  const bodiesOfDead = (service: string) => {
    const bodies = deadLettersOf(environment, service).map(({ body }) => body);
    expect(bodies.length).toBeGreaterThanOrEqual(2);
    return bodies.sort();
  };

  /** So many messages have come to lie in the dead-letter queue again, and their operation says why. */
  async function untilLocked(service: string, letters: number): Promise<void> {
    const before = (await environment.operations.read(id(service)))?.error?.at;
    await until(environment.clock, async () => {
      const operation = await environment.operations.read(id(service));
      return (
        operation?.error?.at !== before &&
        operation?.published === true &&
        deadLettersOf(environment, service).length === letters
      );
    });
    const operation = await environment.operations.read(id(service));
    expect(operation).toMatchObject({ status: 'failed', error: { code: 'TARGET_LOCKED' } });
    expect(operation?.error?.message).toContain('newest');
  }
});

async function unprotect(id: string): Promise<void> {
  const there = await described(environment.rds, id).catch(() => undefined);
  if (there?.DeletionProtection)
    environment.steer.call('ModifyDBCluster', {
      DBClusterIdentifier: id,
      DeletionProtection: false,
    });
}

test('of two requests for one target one is rejected, and the other goes on untouched', async () => {
  const ids = ['contender-a', 'contender-b'];
  await createCluster(environment, 'contested', { managed: true });
  /** Whichever comes later, and if only at its second try, finds the other at work. */
  environment.steer.setDurations({ restoreCluster: 2 * HOUR });

  await Promise.all(ids.map((id) => ask(id, 'contested')));
  await until(environment.clock, async () => {
    const both = await Promise.all(ids.map((id) => environment.operations.read(id)));
    return both.every((one) => one?.published && one.status !== 'in_progress');
  });
  environment.steer.setDurations({ restoreCluster: 0 });

  const [a, b] = await Promise.all(ids.map((id) => environment.operations.read(id)));
  const [winner, loser] = a?.status === 'completed' ? [a, b] : [b, a];
  expect(winner?.status).toBe('completed');
  expect(loser).toMatchObject({ status: 'rejected', error: { code: 'TARGET_LOCKED' } });
  expect(loser?.error?.message).toContain(winner?.operation_id);
  expect(environment.asked('contested')).toEqual([
    'DeleteDBInstance contested-1',
    'DeleteDBCluster contested',
    'RestoreDBClusterFromSnapshot contested',
    'CreateDBInstance contested-1',
    'ModifyDBCluster contested',
  ]);
});

test('a request is rejected while another operation works on the target, at whatever stage', async () => {
  environment.steer.setDurations({ restoreCluster: 2 * HOUR });
  await ask('holder', 'held');
  await until(
    environment.clock,
    async () => (await environment.operations.read('holder'))?.step === 'check_restore',
  );
  const before = await environment.operations.read('holder');

  await ask('late-comer', 'held');
  const { error } = await environment.settled('late-comer', 'rejected');

  expect(error?.code).toBe('TARGET_LOCKED');
  expect(error?.message).toContain('holder');
  const after = await environment.operations.read('holder');
  expect(after).toMatchObject({ status: 'in_progress', sequence: before?.sequence });
  environment.steer.setDurations({ restoreCluster: 0 });
  await environment.settled('holder', 'completed');
});

test('native events of an earlier cluster of the name, however late, end nothing too early', async () => {
  /** Those of the first restore come while the second one waits for its own. */
  const late: Faults = (crossing) =>
    crossing.boundary === 'native-event' ? [{ kind: 'delay', ms: HOUR }] : [];
  environment.disturb(late);
  await createCluster(environment, 'renamesake', { managed: true });
  await ask('namesake-1', 'renamesake');
  const first = await environment.settled('namesake-1', 'completed');
  environment.disturb(() => []);
  environment.steer.setDurations({ deleteCluster: 2 * HOUR, restoreCluster: 2 * HOUR });

  await ask('namesake-2', 'renamesake');
  const second = await environment.settled('namesake-2', 'completed');

  environment.steer.setDurations({ deleteCluster: 0, restoreCluster: 0 });
  const lasted = (stage: 'check_delete' | 'check_restore') => {
    const { started_at = '', ended_at = '' } = second.stages[stage] ?? {};
    return Date.parse(ended_at) - Date.parse(started_at);
  };
  expect(lasted('check_delete')).toBeGreaterThanOrEqual(2 * HOUR - 60_000);
  expect(lasted('check_restore')).toBeGreaterThanOrEqual(2 * HOUR - 60_000);
  expect(second.resources['cluster-1']?.resource_id).not.toBe(
    first.resources['cluster-1']?.resource_id,
  );
  expect(deadLettersOf(environment, 'check-delete-status')).toEqual([]);
});

test('a worker that comes back after its operation was cancelled changes nothing', async () => {
  await createCluster(environment, 'cancelled', { managed: true });
  const before = await described(environment.rds, 'cancelled');
  let arrived = false;
  /** It has its claim and has looked at the target; its last look takes long. */
  environment.disturb((crossing) => {
    if (crossing.boundary !== 'call' || arrived) return [];
    const { operation, principal } = crossing.call;
    if (!principal.roleArn?.includes('-delete-rds-role-') || operation !== 'DescribeDBInstances')
      return [];
    arrived = true;
    void cancel('cancelled');
    return [{ kind: 'delay', ms: 5_000 }];
  });

  await ask('cancelled', 'cancelled');
  await until(environment.clock, async () => arrived && deadOrGone());
  await environment.rest(HOUR);

  expect(await environment.operations.read('cancelled')).toMatchObject({ status: 'cancelled' });
  expect(environment.asked('cancelled')).toEqual([]);
  expect(await described(environment.rds, 'cancelled')).toEqual(before);
  expect(deadLettersOf(environment, 'delete-rds').map(({ body }) => body)).not.toContainEqual(
    expect.stringContaining('"operation_id":"cancelled"'),
  );
});

const deadOrGone = async () =>
  (await environment.operations.read('cancelled'))?.status === 'cancelled';

/** As the protocol cancels: one write, after which the operation's number is another. */
async function cancel(operation_id: string): Promise<void> {
  await environment.dynamodb.send(
    new UpdateCommand({
      TableName: 'aurora-restore-state',
      Key: { operation_id },
      UpdateExpression: 'SET #status = :cancelled ADD #sequence :one REMOVE next_check, watched',
      ExpressionAttributeNames: { '#status': 'status', '#sequence': 'sequence' },
      ExpressionAttributeValues: { ':cancelled': 'cancelled', ':one': 1 },
    }),
  );
}
