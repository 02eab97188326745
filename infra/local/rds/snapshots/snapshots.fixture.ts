import {
  CopyDBClusterSnapshotCommand,
  type CopyDBClusterSnapshotCommandInput,
} from '@aws-sdk/client-rds';
import { rdsKit } from '../rds.fixture.ts';

/** Asks for a copy of `nightly` that is called `moved`. */
export const copy = (changed: Partial<CopyDBClusterSnapshotCommandInput> = {}) =>
  new CopyDBClusterSnapshotCommand({
    SourceDBClusterSnapshotIdentifier: 'nightly',
    TargetDBClusterSnapshotIdentifier: 'moved',
    ...changed,
  });

/** With the snapshot `nightly` of the cluster `orders`, whose tags it has. */
export const kitWithSnapshot = async () => {
  const kit = rdsKit();
  const { DbClusterResourceId } = await kit.createCluster('orders', {
    Tags: [{ Key: 'team', Value: 'dba' }],
    CopyTagsToSnapshot: true,
  });
  await kit.createSnapshot('nightly', 'orders');
  kit.events.length = 0;
  return { ...kit, DbClusterResourceId };
};
