import { CopyDBClusterSnapshotCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { autoRestored, nameOf } from '../fixtures/auto-restored.ts';
import { createCluster, takeSnapshot } from '../fixtures/clusters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { synthesize } from '../fixtures/synthesize.ts';

const MINUTE_MS = 60_000;
const RULE = 'everything';

let environment: RestoreEnvironment;
let rules: ReturnType<typeof autoRestored>;

beforeAll(async () => {
  environment = await startRestoreEnvironment({
    assembly: synthesize('auto-restore-own', {
      auto_restores: [
        {
          name: RULE,
          source: { snapshot_pattern: '*' },
          snapshots: 'any',
          request: { target_cluster_id: 'mirror-{source_cluster_id}' },
          look_after_minutes: 20,
        },
      ],
    }),
  });
  rules = autoRestored(environment);
  await createCluster(environment, 'origin', { key: await environment.createKey() });
  await createCluster(environment, 'replaced', { managed: true });
  await environment.rest(6 * MINUTE_MS);
});

afterAll(() => environment?.close());

const restored = async () => (await rules.operationsOf(RULE)).map(nameOf);

test('what the pipeline makes itself starts nothing, even by a rule that takes everything', async () => {
  await takeSnapshot(environment, 'origin', 'by-hand');
  await rules.restored(RULE);

  await environment.request({
    operation_id: 'replacing',
    snapshot_name: 'by-hand',
    target_cluster_id: 'replaced',
    kms_key_id: await environment.createKey(),
    archive: 'keep',
  });
  const { resources } = await environment.settled('replacing', 'completed');
  await environment.rest(45 * MINUTE_MS);

  const made = Object.values(resources).filter(({ kind }) => kind === 'cluster-snapshot');
  expect(made.map(({ role }) => role).sort()).toEqual(['copy', 'final_snapshot']);
  expect(await restored()).toEqual(['by-hand']);
});

test('a snapshot of what a rule restored starts nothing, one of what was restored otherwise does', async () => {
  await takeSnapshot(environment, 'mirror-origin', 'of-mirror');
  const automated = environment.steer.takeAutomatedSnapshot('replaced');

  await rules.restored(RULE, 2);

  expect(await restored()).toEqual(['by-hand', automated]);
});

test('somebody’s copy is an ordinary snapshot, of which no event tells', async () => {
  await environment.rds.send(
    new CopyDBClusterSnapshotCommand({
      SourceDBClusterSnapshotIdentifier: 'by-hand',
      TargetDBClusterSnapshotIdentifier: 'copied-by-hand',
    }),
  );

  await rules.restored(RULE, 3);

  expect((await restored()).at(-1)).toBe('copied-by-hand');
});
