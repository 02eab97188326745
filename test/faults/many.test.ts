import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { dataOf } from '../fixtures/clusters.ts';
import { deadLetters } from '../fixtures/dead-letters.ts';
import { makeSnapshot, newTarget, requestNew } from '../fixtures/every-step.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

let environment: RestoreEnvironment;
let inTheSnapshot: Fingerprint;

/** Room for a worker of every function, so that none has to make way for another all the time. */
const limits = { workersPerFunction: 1, workers: 16 };
/** For every target at once, and what they are restored from. */
const quotas = { clusters: 101, instances: 101 };

beforeAll(async () => {
  environment = await startRestoreEnvironment({ limits, quotas });
  inTheSnapshot = await makeSnapshot(environment);
});

afterAll(() => environment?.close());

test('a hundred requests for a hundred targets at once are all carried out', {
  timeout: 600_000,
}, async () => {
  const ids = Array.from({ length: 100 }, (_, n) => `target-${n + 1}`);

  await Promise.all(ids.map((id) => requestNew(environment, id)));
  for (const id of ids) await environment.settled(id, 'completed');
  await environment.rest();

  const asked = environment.asked();
  for (const id of ids) {
    const ofThis = new RegExp(` ${id}(-\\d+)?$`);
    expect(await dataOf(environment, id)).toEqual(inTheSnapshot);
    expect(asked.filter((call) => ofThis.test(call))).toEqual(newTarget(id));
  }
  expect(asked).toHaveLength(ids.length * newTarget('').length);
  expect(deadLetters(environment)).toEqual([]);
});
