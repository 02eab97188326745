import { expect, test } from 'vitest';
import { aSnapshot, madeBy } from '../../shared/aurora/aurora.fixture.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { expectPermits, expectRepeatable } from '../../test/fixtures/steps/expectations.ts';
import {
  ACCOUNT,
  aDetail,
  REGION,
  someSettings,
  someSnapshot,
  someTarget,
} from '../../test/fixtures/steps/operation.ts';
import {
  arnThere,
  aSource,
  SOURCE_ACCOUNT,
  SOURCE_REGION,
  SourceWorld,
} from '../../test/fixtures/steps/source-world.ts';
import { copySnapshot } from './copy-snapshot.ts';

const key = 'arn:aws:kms:eu-west-1:123456789012:key/second';
const keyThere = `arn:aws:kms:${SOURCE_REGION}:${SOURCE_ACCOUNT}:key/shared`;
const copyId = 'aurora-restore-op-1-copy-1';
const sourceCopyId = 'aurora-restore-op-1-source-copy-1';
const snapshot = arnThere('shop-1');

function world(source: Partial<typeof aSource>, more: Partial<Operation> = {}) {
  const made = new SourceWorld({
    source: { ...aSource, ...source },
    target: { ...someTarget, settings: { ...someSettings, kms_key_id: key } },
    ...more,
  });
  made.first.copy = 'available';
  return made;
}

const copy = (world: SourceWorld) =>
  copySnapshot({
    aurora: world.aurora,
    sourceAt: world.sourceAt,
    operations: world.operations,
    lines: world.lines,
    max_concurrent_copies: 5,
    environment: 'dev',
    region: REGION,
    accountId: ACCOUNT,
  })(
    world.input(
      aDetail({
        snapshot_arn: snapshot,
        engine_version: '8.0.mysql_aurora.3.08.0',
        copy_required: true,
        target_cluster_id: 'target',
        target_exists: true,
      }),
    ),
  );

const extra = { share: true, extra_copy_kms_key_id: keyThere };

test('a snapshot that is shared is copied here, and nothing is done in its account', async () => {
  const shared = world({});

  await copy(shared);

  expect(shared.effects).toEqual([`copy ${snapshot} to ${copyId} under ${key}`]);
});

test('a snapshot is shared where the pipeline may, written down before it is', async () => {
  const sharing = world({ share: true });

  await copy(sharing);

  expect(sharing.did.slice(1, 5)).toEqual([
    `look there with whom ${snapshot} is shared`,
    'record share-1',
    'permit',
    `share ${snapshot} with ${ACCOUNT}`,
  ]);
  expect(sharing.operation.resources['share-1']).toMatchObject({ id: snapshot, role: 'share' });
  expect(sharing.places).toEqual([`${SOURCE_ACCOUNT} ${SOURCE_REGION}`]);
});

test('what was shared before is not written down as shared by the pipeline', async () => {
  const shared = world({ share: true });
  shared.shares.add(`${snapshot} with ${ACCOUNT}`);

  await copy(shared);

  expect(shared.operation.resources['share-1']).toBeUndefined();
  expect(shared.effects).toEqual([`copy ${snapshot} to ${copyId} under ${key}`]);
});

test('what cannot be shared as it is is copied in its account first, and that copy shared', async () => {
  const automated = world(extra);

  await copy(automated);

  const sourceCopy = arnThere(sourceCopyId);
  expect(automated.effects).toEqual([
    `copy there ${snapshot} to ${sourceCopyId} under ${keyThere}`,
    `share ${sourceCopy} with ${ACCOUNT}`,
    `copy ${sourceCopy} to ${copyId} under ${key}`,
  ]);
  expect(automated.operation.resources).toMatchObject({
    'source-copy-1': { id: sourceCopyId, arn: sourceCopy, role: 'source_copy' },
    'share-1': { id: sourceCopy, role: 'share' },
  });
});

test('the copy in the source’s account is waited for, with its progress', async () => {
  const copying = world(extra);
  copying.first.copy = 'copying';

  const answer = await copy(copying);
  copying.addThere({
    ...aSnapshot({ id: sourceCopyId, status: 'copying', progress: 40, copy_of: snapshot }),
    made_by: 'op-1',
  });
  const later = await copy(copying);

  expect(answer).toMatchObject({ kind: 'check-again' });
  expect(later).toMatchObject({ kind: 'check-again', progress: 40 });
  expect(copying.effects).toHaveLength(1);
});

test('a copy in the source’s account that failed fails the stage', async () => {
  const failed = world(extra);
  failed.first.copy = 'failed';

  await expect(copy(failed)).rejects.toMatchObject({ code: 'SNAPSHOT_COPY_FAILED' });
});

test.each([
  ['nobody’s', aSnapshot({ id: sourceCopyId, copy_of: snapshot })],
  ['another snapshot’s', aSnapshot({ id: sourceCopyId, tags: madeBy('op-1') })],
])('a copy in the source’s account that is %s stops it', async (_, copyThere) => {
  const taken = world(extra).addThere(copyThere);

  await expect(copy(taken)).rejects.toMatchObject({ code: 'TARGET_NAME_TAKEN' });
  expect(taken.effects).toEqual([]);
});

test('what is not encrypted is copied without a key there, too', async () => {
  const plain = world(extra, { snapshot: { ...someSnapshot, kms_key_id: undefined } });

  await copy(plain);

  expect(plain.effects[0]).toBe(`copy there ${snapshot} to ${sourceCopyId} under undefined`);
});

test('a later attempt has copies of its own, and shares its own', async () => {
  const replayed = world(extra);
  await copy(replayed);
  replayed.operation = { ...replayed.operation, attempt: 2 };

  await copy(replayed);

  expect(Object.keys(replayed.operation.resources)).toEqual([
    'source-copy-1',
    'share-1',
    'copy-1',
    'source-copy-2',
    'share-2',
    'copy-2',
  ]);
});

test('it may die anywhere and be delivered again', async () => {
  await expectRepeatable(() => world(extra), copy);
});

test('it asks before each change whether it still may', async () => {
  const extraCopy = world(extra);

  await copy(extraCopy);

  expectPermits(extraCopy);
});
