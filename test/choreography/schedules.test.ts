import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { dataOf } from '../fixtures/clusters.ts';
import { makeSnapshot, newTarget } from '../fixtures/every-step.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { synthesize } from '../fixtures/synthesize.ts';

/** Every timer of some days. */
vi.setConfig({ testTimeout: 300_000 });

let environment: RestoreEnvironment;
let inTheSnapshot: Fingerprint;

const DAY_MS = 24 * 3600_000;
const request = { source_cluster_id: 'source-cluster', target_cluster_id: 'staging' };

beforeAll(async () => {
  environment = await startRestoreEnvironment({
    assembly: synthesize('schedules', {
      schedules: [
        {
          name: 'nightly',
          expression: 'cron(30 4 * * ? *)',
          time_zone: 'Europe/Berlin',
          request,
        },
        { name: 'never', expression: 'rate(1 hour)', enabled: false, request },
      ],
    }),
  });
  inTheSnapshot = await makeSnapshot(environment);
});

afterAll(() => environment?.close());

/** Of the schedules, in the order of their times. */
const scheduled = async () => {
  const all = await Promise.all(
    (['completed', 'in_progress', 'queued', 'failed', 'rejected'] as const).map((status) =>
      environment.operations.withStatus(status, 100),
    ),
  );
  return all
    .flat()
    .filter(({ request }) => String(request.requested_by).startsWith('schedule '))
    .sort((a, b) => a.start_time.localeCompare(b.start_time));
};

test('a schedule asks for its restore at its time, and a firing that is delivered twice is one restore', async () => {
  const fired: string[] = [];
  environment.disturb((crossing) => {
    if (crossing.boundary !== 'schedule') return [];
    fired.push(crossing.schedule);
    return [{ kind: 'repeat', times: 1 }];
  });

  await environment.rest(DAY_MS);

  const [first, ...others] = await scheduled();
  expect(fired).toEqual(['nightly']);
  expect(others).toEqual([]);
  expect(first).toMatchObject({
    operation_id: expect.stringMatching(/^nightly-\d{4}-\d\d-\d\dt(02|03)-30-00z$/),
    status: 'completed',
    request: { ...request, requested_by: 'schedule nightly' },
  });
  expect(environment.asked(' staging')).toEqual(newTarget('staging'));
  expect(await dataOf(environment, 'staging')).toEqual(inTheSnapshot);
});

test('each night is an operation of its own', async () => {
  environment.disturb(() => []);

  await environment.rest(2 * DAY_MS);

  const ids = (await scheduled()).map(({ operation_id }) => operation_id);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(3);
});
