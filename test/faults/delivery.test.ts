import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Crossing, Fault, Faults } from '../../infra/local/faults.ts';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { dataOf } from '../fixtures/clusters.ts';
import { deadLetters } from '../fixtures/dead-letters.ts';
import {
  createOldTarget,
  everyStep,
  makeSnapshot,
  requestEveryStep,
} from '../fixtures/every-step.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';

let environment: RestoreEnvironment;
let inTheSnapshot: Fingerprint;

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  inTheSnapshot = await makeSnapshot(environment);
});

afterEach(() => environment?.disturb(() => []));
afterAll(() => environment?.close());

/** Real servers, and functions that start cold many times. */
vi.setConfig({ testTimeout: 180_000 });

/** Replaces an old target by a restore with a copy, so that every step has something to do. */
async function restoreUnder(faults: Faults, id: string): Promise<void> {
  await createOldTarget(environment, id);
  environment.disturb(faults);
  await requestEveryStep(environment, id);
  await environment.settled(id, 'completed');
  /** Long enough for every late double to come and be dealt with. */
  await environment.rest(3600_000);
  environment.disturb(() => []);

  expect(await dataOf(environment, id)).toEqual(inTheSnapshot);
  expect(environment.asked(id)).toEqual(everyStep(id));
  expect(deadLetters(environment)).toEqual([]);
}

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
