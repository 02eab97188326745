import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Crossing, Fault, Faults } from '../../infra/local/faults.ts';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { createCluster, dataOf, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';

let environment: RestoreEnvironment;
let inTheSnapshot: Fingerprint;
const SNAPSHOT = 'faulty-weather';
const KEY = 'arn:aws:kms:us-east-1:000000000000:key/0b2f4a60-6e1c-4c3b-9a53-2d1f0c8f7d11';

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  await createCluster(environment, 'source-cluster');
  await onDatabase(environment, 'source-cluster', async (connection) => {
    await connection.query('CREATE DATABASE app');
    await connection.query('CREATE TABLE app.t (id INT PRIMARY KEY, v VARCHAR(20))');
    await connection.query("INSERT INTO app.t VALUES (1, 'one'), (2, 'two')");
  });
  inTheSnapshot = await dataOf(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
});

afterEach(() => environment?.disturb(() => []));
afterAll(() => environment?.close());

/** Real servers, and functions that start cold many times. */
vi.setConfig({ testTimeout: 180_000 });

/** Replaces an old target by a restore with a copy, so that every step has something to do. */
async function restoreUnder(faults: Faults, id: string): Promise<void> {
  await createCluster(environment, id, { managed: true, instances: 2 });
  environment.disturb(faults);
  await environment.request({
    operation_id: id,
    snapshot_name: SNAPSHOT,
    target_cluster_id: id,
    instance_count: 2,
    kms_key_id: KEY,
  });
  await environment.settled(id, 'completed');
  /** Long enough for every late double to come and be dealt with. */
  await environment.rest(3600_000);
  environment.disturb(() => []);

  expect(await dataOf(environment, id)).toEqual(inTheSnapshot);
  expect(environment.asked(id)).toEqual([
    `CopyDBClusterSnapshot aurora-restore-${id}-copy-1`,
    `CreateDBClusterSnapshot aurora-restore-${id}-final-1`,
    `DeleteDBInstance ${id}-2`,
    `DeleteDBInstance ${id}-1`,
    `DeleteDBCluster ${id}`,
    `RestoreDBClusterFromSnapshot ${id}`,
    `CreateDBInstance ${id}-1`,
    `CreateDBInstance ${id}-2`,
    `ModifyDBCluster ${id}`,
    `DeleteDBClusterSnapshot aurora-restore-${id}-copy-1`,
  ]);
  expect(deadLetters()).toEqual([]);
}

const deadLetters = () =>
  [...environment.stacks.values()]
    .flatMap(({ resources }) => [...resources.values()])
    .filter(({ type, physicalId }) => type === 'AWS::SQS::Queue' && physicalId.endsWith('-dlq'))
    .flatMap(
      ({ physicalId }) => environment.queue(physicalId.split('/').at(-1) ?? '')?.messages ?? [],
    );

const delivery = ({ boundary }: Crossing) => boundary === 'event' || boundary === 'native-event';

test.each([1, 2, 3])(
  'every event twice and in any order, seed %i: asked for each thing once',
  async (seed) => {
    const random = seededRandom(seed);
    const disorder: Faults = (crossing): readonly Fault[] =>
      delivery(crossing)
        ? [
            { kind: 'repeat', times: 1 },
            { kind: 'delay', ms: Math.floor(random() * 90_000) },
          ]
        : [];

    await restoreUnder(disorder, `twice-${seed}`);
  },
);

test('every message twice and late', async () => {
  const random = seededRandom(4);
  const twice: Faults = ({ boundary }) =>
    boundary === 'message'
      ? [
          { kind: 'repeat', times: 1 },
          { kind: 'delay', ms: Math.floor(random() * 30_000) },
        ]
      : [];

  await restoreUnder(twice, 'late-messages');
});

test('every native event lost', async () => {
  await restoreUnder(
    ({ boundary }) => (boundary === 'native-event' ? [{ kind: 'drop' }] : []),
    'no-native-events',
  );
});

test.each([1, 2, 3])('every function killed once at a random call, seed %i', async (seed) => {
  const random = seededRandom(seed);
  const left = new Map<string, number>();
  const killer: Faults = (crossing) => {
    if (crossing.boundary !== 'call' || !crossing.call.principal.roleArn) return [];
    const name = crossing.call.principal.roleArn;
    const calls = left.get(name) ?? 1 + Math.floor(random() * 8);
    left.set(name, calls - 1);
    return calls === 1 ? [{ kind: 'kill', after: random() < 0.5 }] : [];
  };

  await restoreUnder(killer, `killed-${seed}`);

  expect([...left.values()].filter((calls) => calls < 1).length).toBeGreaterThan(8);
});

test.each([1, 2, 3])(
  'every function killed after a call that changed something, seed %i',
  async (seed) => {
    const random = seededRandom(seed);
    const left = new Map<string, number>();
    const killer: Faults = (crossing) => {
      if (crossing.boundary !== 'call') return [];
      const { service, operation, principal } = crossing.call;
      const { roleArn } = principal;
      if (!roleArn || service !== 'rds' || operation.startsWith('Describe')) return [];
      const calls = left.get(roleArn) ?? 1 + Math.floor(random() * 2);
      left.set(roleArn, calls - 1);
      return calls === 1 ? [{ kind: 'kill', after: true }] : [];
    };

    await restoreUnder(killer, `lost-${seed}`);

    expect([...left.values()].filter((calls) => calls < 1).length).toBeGreaterThan(1);
  },
);
