import {
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  ModifyDBClusterSnapshotAttributeCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { arn } from '../rds.fixture.ts';
import { copy, kitWithSnapshot } from './snapshots.fixture.ts';

describe('sharing a snapshot', () => {
  const share = (id: string, ...ValuesToAdd: string[]) =>
    new ModifyDBClusterSnapshotAttributeCommand({
      DBClusterSnapshotIdentifier: id,
      AttributeName: 'restore',
      ValuesToAdd,
    });

  /** With the snapshot `moved`, which a customer's key encrypts. */
  const kitWithSharable = async () => {
    const kit = await kitWithSnapshot();
    await kit.send(copy({ KmsKeyId: 'mine' }));
    await kit.settle();
    return { ...kit, other: { accountId: '999988887777' } };
  };

  it('lets the other account read it by its ARN, without its tags', async () => {
    const { send, other } = await kitWithSharable();
    const byArn = new DescribeDBClusterSnapshotsCommand({
      DBClusterSnapshotIdentifier: arn('cluster-snapshot', 'moved'),
    });
    await expect(send(byArn, other)).rejects.toMatchObject({
      code: 'DBClusterSnapshotNotFoundFault',
    });

    await send(share('moved', other.accountId));

    const { DBClusterSnapshots: found } = await send(byArn, other);
    expect(found).toMatchObject([{ SnapshotType: 'shared', TagList: [] }]);
    const listed = await send(new DescribeDBClusterSnapshotsCommand({}), other);
    const shared = await send(
      new DescribeDBClusterSnapshotsCommand({ IncludeShared: true }),
      other,
    );
    expect(listed.DBClusterSnapshots).toEqual([]);
    expect(shared.DBClusterSnapshots).toHaveLength(1);
  });

  it('can be taken back', async () => {
    const { send, other } = await kitWithSharable();
    await send(share('moved', other.accountId));

    await send(
      new ModifyDBClusterSnapshotAttributeCommand({
        DBClusterSnapshotIdentifier: 'moved',
        AttributeName: 'restore',
        ValuesToRemove: [other.accountId],
      }),
    );

    const { DBClusterSnapshotAttributesResult } = await send(
      new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: 'moved' }),
    );
    expect(DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes).toEqual([
      { AttributeName: 'restore', AttributeValues: [] },
    ]);
  });

  it('is refused under the default key, publicly under any key, and for automated ones', async () => {
    const { send, settle, rds, other } = await kitWithSharable();
    const automated = rds.steer.takeAutomatedSnapshot('orders');
    await settle();

    await expect(send(share('nightly', other.accountId))).rejects.toThrow(/default service key/);
    await expect(send(share('moved', 'all'))).rejects.toThrow(/publicly/);
    await expect(send(share(automated, other.accountId))).rejects.toThrow(/manual/);
    await expect(send(share('moved', 'bob'))).rejects.toThrow(/bob/);
  });

  it('lets the other account copy it with a key of its own', async () => {
    const { send, other, rds } = await kitWithSharable();
    await send(share('moved', other.accountId));
    const source = { SourceDBClusterSnapshotIdentifier: arn('cluster-snapshot', 'moved') };

    const without = send(copy({ ...source, TargetDBClusterSnapshotIdentifier: 'mine' }), other);
    const taken = await send(
      copy({ ...source, TargetDBClusterSnapshotIdentifier: 'mine', KmsKeyId: 'theirs' }),
      other,
    );

    await expect(without).rejects.toThrow(/KmsKeyId/);
    expect(taken.DBClusterSnapshot?.KmsKeyId).toBe('arn:aws:kms:eu-west-1:999988887777:key/theirs');
    expect(rds.effects().at(-1)?.operation).toBe('CopyDBClusterSnapshot');
  });
});
