import { expect, test } from 'vitest';
import type { SnapshotVerified } from '../../events/index.ts';
import { aSnapshot } from '../../shared/aurora/aurora.fixture.ts';
import { NotYet } from '../../shared/errors.ts';
import { expectPermits, expectRepeatable } from '../../test/fixtures/steps/expectations.ts';
import {
  ACCOUNT,
  aDetail,
  REGION,
  someSettings,
  someSnapshot,
  someTarget,
} from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { copySnapshot } from './copy-snapshot.ts';

const key = 'arn:aws:kms:eu-west-1:123456789012:key/second';
const copyId = 'aurora-restore-op-1-copy-1';

const wanted = () =>
  new World({ target: { ...someTarget, settings: { ...someSettings, kms_key_id: key } } });

const copy = (world: World, more: Partial<SnapshotVerified> = {}) =>
  copySnapshot({
    aurora: world.aurora,
    sourceAt: () => {
      throw new Error('the snapshot is here');
    },
    operations: world.operations,
    lines: world.lines,
    max_concurrent_copies: 5,
    environment: 'dev',
    region: REGION,
    accountId: ACCOUNT,
  })(
    world.input(
      aDetail({
        snapshot_arn: aSnapshot().arn,
        engine_version: '8.0.mysql_aurora.3.08.0',
        copy_required: true,
        target_cluster_id: 'target',
        target_exists: true,
        ...more,
      }),
    ),
  );

test('where no other key is asked for, the snapshot is ready as it is', async () => {
  const world = new World();

  expect(await copy(world, { copy_required: false })).toEqual({
    kind: 'done',
    event: { name: 'SnapshotReady', facts: { snapshot_arn: aSnapshot().arn, copied: false } },
    learnt: { restore_from: aSnapshot().arn },
  });
  expect(world.did).toEqual([]);
});

test('a copy is written down and correlated before it is made', async () => {
  const world = wanted();

  await copy(world);

  expect(world.did).toEqual([
    'stand in the line of copies',
    'record copy-1',
    `correlate cluster-snapshot ${copyId} with target`,
    'permit',
    `copy ${aSnapshot().arn} to ${copyId} under ${key}`,
    `look at snapshot ${copyId}`,
  ]);
});

test('a copy waits for its turn, and nothing is done until then', async () => {
  const world = wanted();
  world.turn = { kind: 'waiting', behind: undefined };

  const answer = await copy(world);

  expect(answer).toEqual({
    kind: 'check-again',
    queued: 'copies',
    reason: 'waits for its turn in the line of copies',
  });
  expect(world.did).toEqual(['stand in the line of copies']);
});

test('what needs no copy waits for no turn', async () => {
  const world = wanted();
  world.turn = { kind: 'waiting', behind: undefined };

  expect(await copy(world, { copy_required: false })).toMatchObject({ kind: 'done' });
});

test('a copy that has begun is told of, with its ARN', async () => {
  const copy_arn = aSnapshot({ id: copyId }).arn;

  expect(await copy(wanted())).toEqual({
    kind: 'done',
    event: {
      name: 'SnapshotCopyStarted',
      facts: { source_snapshot_arn: aSnapshot().arn, copy_arn, copy_id: copyId },
    },
    learnt: {
      resources: {
        'copy-1': { kind: 'cluster-snapshot', id: copyId, role: 'copy', attempt: 1, arn: copy_arn },
      },
    },
  });
});

test('it may die anywhere and be delivered again', async () => {
  await expectRepeatable(wanted, copy);
});

test('it asks before it copies whether it still may', async () => {
  const world = wanted();

  await copy(world);

  expectPermits(world);
});

test('each attempt has a copy of its own', async () => {
  const world = wanted();
  await copy(world);
  world.operation = { ...world.operation, attempt: 2 };

  await copy(world);

  expect(world.effects).toHaveLength(2);
});

test('a snapshot of that name that is not the operation’s stops it', async () => {
  const world = wanted().addSnapshot(aSnapshot({ id: copyId }));

  await expect(copy(world)).rejects.toMatchObject({ code: 'TARGET_NAME_TAKEN' });
});

test('a copy that RDS does not show yet is looked for again', async () => {
  const world = wanted();
  world.meanwhile = (call) => {
    if (call === `look at snapshot ${copyId}`) world.snapshots.delete(copyId);
  };

  expect(await copy(world)).toMatchObject({ kind: 'check-again' });
});

test('a limit of copies in progress is waited for', async () => {
  const world = wanted();
  world.meanwhile = (call) => {
    if (call.startsWith('copy ')) throw new NotYet('too many copies in progress');
  };

  await expect(copy(world)).rejects.toThrow(NotYet);
});

test('a snapshot of another region is copied from its ARN, with this account’s own rights', async () => {
  const arn = 'arn:aws:rds:us-east-1:123456789012:cluster-snapshot:shop-1';
  const source = { account_id: ACCOUNT, region: 'us-east-1', foreign: false, share: false };
  const world = wanted();
  world.operation = { ...world.operation, source };

  await copy(world, { snapshot_arn: arn });

  expect(world.effects).toEqual([`copy ${arn} to ${copyId} under ${key}`]);
});

test('what is not encrypted is copied without a key: RDS refuses one', async () => {
  const world = wanted();
  world.operation = {
    ...world.operation,
    snapshot: { ...someSnapshot, kms_key_id: undefined },
  };

  await copy(world);

  expect(world.effects).toEqual([`copy ${aSnapshot().arn} to ${copyId} under undefined`]);
});
