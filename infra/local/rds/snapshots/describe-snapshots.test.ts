import {
  DescribeDBClusterSnapshotsCommand,
  type DescribeDBClusterSnapshotsCommandInput,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { arn, type rdsKit } from '../rds.fixture.ts';
import { kitWithSnapshot } from './snapshots.fixture.ts';

describe('listing snapshots', () => {
  const idsOf =
    ({ send }: Pick<ReturnType<typeof rdsKit>, 'send'>) =>
    async (input: DescribeDBClusterSnapshotsCommandInput) =>
      (await send(new DescribeDBClusterSnapshotsCommand(input))).DBClusterSnapshots?.map(
        ({ DBClusterSnapshotIdentifier: id }) => id,
      );

  it('goes by type, cluster, resource id and filters', async () => {
    const kit = await kitWithSnapshot();
    await kit.createCluster('other');
    await kit.createSnapshot('others', 'other');
    const automated = kit.rds.steer.takeAutomatedSnapshot('orders');
    await kit.settle();
    const ids = idsOf(kit);

    expect(await ids({})).toEqual(['nightly', 'others', automated]);
    expect(await ids({ SnapshotType: 'automated' })).toEqual([automated]);
    expect(await ids({ SnapshotType: 'manual' })).toEqual(['nightly', 'others']);
    expect(await ids({ DBClusterIdentifier: 'orders' })).toEqual(['nightly', automated]);
    expect(await ids({ DBClusterIdentifier: arn('cluster', 'other') })).toEqual(['others']);
    expect(await ids({ DbClusterResourceId: kit.DbClusterResourceId })).toHaveLength(2);
    expect(await ids({ Filters: [{ Name: 'db-cluster-id', Values: ['other', 'third'] }] })).toEqual(
      ['others'],
    );
    expect(await ids({ DBClusterIdentifier: 'gone' })).toEqual([]);
  });
});
