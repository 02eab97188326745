import { PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  ModifyDBClusterSnapshotAttributeCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, arn } from '../rds.fixture.ts';
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
    const other = { accountId: '999988887777' };
    const KmsKeyId = await kit.createKey({ Policy: sharedWith(ACCOUNT, other.accountId) });
    await kit.send(copy({ KmsKeyId }));
    await kit.settle();
    return { ...kit, other, KmsKeyId };
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
    const { send, other, rds, createKey } = await kitWithSharable();
    await send(share('moved', other.accountId));
    const source = { SourceDBClusterSnapshotIdentifier: arn('cluster-snapshot', 'moved') };
    const theirs = await createKey({}, other);

    const without = send(copy({ ...source, TargetDBClusterSnapshotIdentifier: 'mine' }), other);
    const taken = await send(
      copy({ ...source, TargetDBClusterSnapshotIdentifier: 'mine', KmsKeyId: theirs }),
      other,
    );

    await expect(without).rejects.toThrow(/KmsKeyId/);
    expect(taken.DBClusterSnapshot?.KmsKeyId).toBe(theirs);
    expect(rds.effects().at(-1)?.operation).toBe('CopyDBClusterSnapshot');
  });

  it('does not let the other account copy it where the key’s policy does not know that account', async () => {
    const { send, other, createKey, sendKms, KmsKeyId } = await kitWithSharable();
    await send(share('moved', other.accountId));
    const theirs = await createKey({}, other);
    const Policy = sharedWith(ACCOUNT);
    await sendKms(new PutKeyPolicyCommand({ KeyId: KmsKeyId, Policy }));

    const copied = send(
      copy({
        SourceDBClusterSnapshotIdentifier: arn('cluster-snapshot', 'moved'),
        TargetDBClusterSnapshotIdentifier: 'mine',
        KmsKeyId: theirs,
      }),
      other,
    );

    await expect(copied).rejects.toMatchObject({
      code: 'KMSKeyNotAccessibleFault',
      message: expect.stringContaining(`source snapshot KMS key [${KmsKeyId}]`),
    });
  });
});

/** A key policy that leaves everything to the IAM policies of these accounts. */
const sharedWith = (...accounts: readonly string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: accounts },
      Action: 'kms:*',
      Resource: '*',
    },
  });
