import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createCluster, takeSnapshot } from '../fixtures/clusters.ts';
import { JOB_ROLE, synthesizeExampleApp, WORKFLOW_ROLE } from '../fixtures/example-app.ts';
import { accessOf, run } from '../fixtures/process.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

vi.setConfig({ testTimeout: 180_000 });

const file = new URL('../../docs/examples/github-actions/refresh-staging.yml', import.meta.url);
const variables = z.record(z.string(), z.string()).default({});
const { jobs, permissions, concurrency } = z
  .object({
    permissions: z.strictObject({}),
    concurrency: z.unknown().optional(),
    jobs: z.object({
      refresh: z.object({
        concurrency: z.unknown().optional(),
        permissions: z.record(z.string(), z.string()),
        'timeout-minutes': z.number(),
        steps: z.array(
          z.object({
            name: z.string(),
            uses: z.string().optional(),
            with: z.record(z.string(), z.unknown()).default({}),
            run: z.string().optional(),
            env: variables,
          }),
        ),
      }),
    }),
  })
  .parse(parse(readFileSync(fileURLToPath(file), 'utf8')));
const { steps } = jobs.refresh;
const restore = steps.find(({ name }) => name === 'Restore');

let environment: RestoreEnvironment;
let directory: string;

beforeAll(async () => {
  environment = await startRestoreEnvironment({ assembly: synthesizeExampleApp('workflow') });
  await createCluster(environment, 'orders');
  await takeSnapshot(environment, 'orders', 'nightly');
});
afterAll(() => environment?.close());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aurora-restore-test-'));
  return () => rmSync(directory, { recursive: true });
});

/** The step as a runner of GitHub runs it, on this machine. */
async function runStep({ runId = '1', role = WORKFLOW_ROLE, env = {} } = {}) {
  const script = join(directory, 'step.sh');
  const summary = join(directory, 'summary.md');
  writeFileSync(script, restore?.run ?? '');
  writeFileSync(summary, '');
  const { code } = await run(
    environment,
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', script],
    {
      ...restore?.env,
      AURORA_RESTORE_ENVIRONMENT: 'dev',
      SNAPSHOT_DATE: '',
      ...accessOf(environment, role),
      GITHUB_RUN_ID: runId,
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_REPOSITORY: 'my-org/shop',
      GITHUB_ACTOR: 'somebody',
      GITHUB_STEP_SUMMARY: summary,
      ...env,
    },
  );
  return { code, summary: readFileSync(summary, 'utf8') };
}

test('every action is pinned to a commit, and so is the pipeline', () => {
  const used = steps.flatMap(({ uses }) => uses ?? []);

  expect(used).not.toEqual([]);
  for (const one of used) expect(one).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  expect(steps.flatMap(({ with: given }) => given.ref ?? [])).toEqual([
    expect.stringMatching(/^[0-9a-f]{40}$/),
  ]);
});

test('the job may do no more than it needs, as long as its credentials last', () => {
  const seconds = steps.map(({ with: given }) => given['role-duration-seconds']).find(Boolean);

  expect(permissions).toEqual({});
  expect(jobs.refresh.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  expect(jobs.refresh['timeout-minutes'] * 60).toBeLessThan(Number(seconds));
});

test('runs wait in the pipeline’s line, not in one of GitHub, which cancels all but the newest', () => {
  expect(concurrency ?? jobs.refresh.concurrency).toBeUndefined();
  expect(restore?.run).toContain('--when-busy wait');
});

test('no script holds an expression, into which somebody could write commands', () => {
  for (const { run: script = '' } of steps) expect(script).not.toContain('${{');
});

test('a restore that completes ends the step well, and again if it is run again', async () => {
  const first = await runStep({ runId: '9876543210' });
  const again = await runStep({ runId: '9876543210' });

  expect(first.code).toBe(0);
  expect(first.summary).toContain('## orders-staging: Restored');
  expect(first.summary).toContain('`gh-9876543210-1` (completed)');
  expect(again).toEqual(first);
  expect(await environment.operations.withStatus('completed', 10)).toHaveLength(1);
});

test('a restore that fails fails the job, with code and remedy in its summary', async () => {
  const { code, summary } = await runStep({ runId: '2', env: { SOURCE_CLUSTER: 'missing' } });
  const operation = await environment.operations.read('gh-2-1');

  expect(code).toBe(1);
  expect(summary).toContain('## orders-staging: NOT restored');
  expect(summary).toContain(`* Code: \`${operation?.error?.code}\``);
  expect(summary).toContain(`* What to do: ${operation?.error?.remedy}`);
});

test('a request that is wrong asks for nothing, and the summary says why', async () => {
  const { code, summary } = await runStep({ runId: '3', env: { TARGET_CLUSTER: 'Not A Name' } });

  expect(code).toBe(2);
  expect(summary).toContain('nothing was asked for');
  expect(summary).toContain('--target (target_cluster_id)');
  expect(await environment.operations.read('gh-3-1')).toBeUndefined();
});

test('what may not be watched is told so', async () => {
  const { code, summary } = await runStep({ runId: '4', role: JOB_ROLE });

  expect(code).toBe(3);
  expect(summary).toContain('AWS could not be reached, or denied the call');
});
