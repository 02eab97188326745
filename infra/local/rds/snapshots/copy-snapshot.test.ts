import { describe, expect, it } from 'vitest';

import { arn, LASTING, rdsKit } from '../rds.fixture.ts';
import { copy, kitWithSnapshot } from './snapshots.fixture.ts';

describe('copying a snapshot', () => {
  it('passes through copying with growing progress, and sends no event at all', async () => {
    const { send, settle, clock, snapshot, events, engine } = await kitWithSnapshot();

    await send(copy());
    expect(await snapshot('moved')).toMatchObject({ Status: 'copying', PercentProgress: 0 });
    await clock.idle();
    clock.advance(LASTING / 4);
    const early = (await snapshot('moved')).PercentProgress ?? 0;
    clock.advance(LASTING / 2);
    expect((await snapshot('moved')).PercentProgress).toBeGreaterThan(early);
    await settle();

    expect(await snapshot('moved')).toMatchObject({
      Status: 'available',
      PercentProgress: 100,
      SnapshotType: 'manual',
      SourceDBClusterSnapshotArn: arn('cluster-snapshot', 'nightly'),
      TagList: [],
    });
    expect(engine.snapshots.size).toBe(2);
    expect(events).toEqual([]);
  });

  it('takes tags along if asked, and those of the request', async () => {
    const { send, snapshot } = await kitWithSnapshot();

    await send(copy({ CopyTags: true, Tags: [{ Key: 'run', Value: '7' }] }));

    expect((await snapshot('moved')).TagList).toEqual([
      { Key: 'team', Value: 'dba' },
      { Key: 'run', Value: '7' },
    ]);
  });

  it('keeps the key, or encrypts anew with another', async () => {
    const { send, snapshot, createKey } = await kitWithSnapshot();
    const key = await createKey();

    await send(copy());
    await send(copy({ TargetDBClusterSnapshotIdentifier: 'anew', KmsKeyId: key }));

    expect((await snapshot('moved')).KmsKeyId).toBe((await snapshot('nightly')).KmsKeyId);
    expect((await snapshot('anew')).KmsKeyId).toBe(key);
  });

  it.each([
    ['its name', (name: string) => name],
    ['its ARN', (name: string) => arn('cluster-snapshot', name)],
  ])('makes an automated snapshot by %s into a manual one', async (_, named) => {
    const { rds, settle, send, snapshot } = await kitWithSnapshot();
    const name = rds.steer.takeAutomatedSnapshot('orders');
    await settle();

    await send(copy({ SourceDBClusterSnapshotIdentifier: named(name) }));

    expect(await snapshot('moved')).toMatchObject({
      SnapshotType: 'manual',
      SourceDBClusterSnapshotArn: arn('cluster-snapshot', name),
    });
  });

  it('cannot encrypt what is not encrypted', async () => {
    const { createCluster, createSnapshot, send } = rdsKit();
    await createCluster('orders', { StorageEncrypted: false });
    await createSnapshot('nightly', 'orders');

    await expect(send(copy({ KmsKeyId: 'mine' }))).rejects.toMatchObject({
      code: 'InvalidParameterCombination',
    });
  });

  it.each([
    [{ SourceDBClusterSnapshotIdentifier: 'none' }, 'DBClusterSnapshotNotFoundFault'],
    [{ TargetDBClusterSnapshotIdentifier: 'nightly' }, 'DBClusterSnapshotAlreadyExistsFault'],
    [{ TargetDBClusterSnapshotIdentifier: 'rds:moved' }, 'InvalidParameterValue'],
  ])('with %j is refused', async (changed, code) => {
    const { send } = await kitWithSnapshot();
    await expect(send(copy(changed))).rejects.toMatchObject({ code });
  });

  it('is refused while the source is being made', async () => {
    const { send } = await kitWithSnapshot();
    await send(copy());

    const again = copy({
      SourceDBClusterSnapshotIdentifier: 'moved',
      TargetDBClusterSnapshotIdentifier: 'again',
    });

    await expect(send(again)).rejects.toMatchObject({ code: 'InvalidDBClusterSnapshotStateFault' });
  });

  it('ends as failed, without an event, when the data cannot be copied', async () => {
    const { send, settle, snapshot, engine, events } = await kitWithSnapshot();
    engine.failing.add('copySnapshot');

    await send(copy());
    await settle();

    expect((await snapshot('moved')).Status).toBe('failed');
    expect(events).toEqual([]);
  });
});
