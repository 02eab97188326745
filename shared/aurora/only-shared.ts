import { paginateDescribeDBClusterSnapshots, type RDSClient } from '@aws-sdk/client-rds';
import { partitionOf, rdsArn } from './arn.ts';
import { type ClusterSnapshot, snapshotOf } from './cluster.ts';
import { told } from './outcomes.ts';
import type { SourcePlace, SourceSide } from './source.ts';

/**
 * Another account as one sees it from outside: a plain name would mean a snapshot, and a cluster, of
 * one's own.
 */
export function onlyShared(
  side: SourceSide,
  client: RDSClient,
  { account_id, region }: SourcePlace,
  environment: string,
): SourceSide {
  const arnOf = (id: string) =>
    rdsArn(id)
      ? id
      : `arn:${partitionOf(region)}:rds:${region}:${account_id}:cluster-snapshot:${id}`;
  return {
    ...side,
    snapshot: (id) => side.snapshot(arnOf(id)),
    snapshotsOf: (clusterId) =>
      told(`DescribeDBClusterSnapshots shared by ${account_id}`, async () => {
        const found: ClusterSnapshot[] = [];
        const pages = paginateDescribeDBClusterSnapshots({ client }, { SnapshotType: 'shared' });
        for await (const { DBClusterSnapshots = [] } of pages)
          found.push(...DBClusterSnapshots.map((one) => snapshotOf(one, environment)));
        return found.filter(
          ({ arn, source_cluster_id }) =>
            rdsArn(arn)?.account_id === account_id &&
            (clusterId === undefined || source_cluster_id === clusterId),
        );
      }),
  };
}
