import type {
  DescribeDBClustersCommandInput,
  DescribeGlobalClustersCommandInput,
  GlobalCluster,
} from '@aws-sdk/client-rds';
import { ServiceError } from '../../service.ts';
import { ENGINE } from '../engine-versions/versions.ts';
import { filtered } from '../listing/filters.ts';
import { page } from '../listing/page.ts';
import { arnOf } from '../naming/arn.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';
import { findCluster } from '../state/find.ts';
import type { Region } from '../state/regions.ts';
import { clusterAnswer } from './answer.ts';

export const describeDBClusters = (rds: Rds): Operation<DescribeDBClustersCommandInput> => ({
  permissions: (input, call) => needs(rds, call, [['cluster', input.DBClusterIdentifier]]),
  run: (input, call) => {
    const region = rds.regions.at(call);
    const { DBClusterIdentifier: name } = input;
    const clusters = name ? [findCluster(rds.regions, name, call)] : region.clusters.values();
    const { items, Marker } = page(
      filtered(clusters, input.Filters, FILTERS),
      ({ id }) => id,
      input,
    );
    return { DBClusters: items.map((cluster) => clusterAnswer(region, cluster)), Marker };
  },
});

const FILTERS = {
  'db-cluster-id': ({ id, place }: Cluster) => [id, arnOf(place, 'cluster', id)],
  'db-cluster-resource-id': ({ resourceId }: Cluster) => [resourceId],
  engine: () => [ENGINE],
};

/** Shows the global clusters that somebody put clusters into; the API to do so is not implemented. */
export const describeGlobalClusters = (
  rds: Rds,
): Operation<DescribeGlobalClustersCommandInput> => ({
  permissions: (input, call) =>
    needs(rds, call, [['global-cluster', input.GlobalClusterIdentifier]]),
  run: (input, call) => {
    const { GlobalClusterIdentifier: name } = input;
    const all = globalClusters(rds.regions.at(call)).filter(
      ({ GlobalClusterIdentifier: id }) => !name || id === name.toLowerCase(),
    );
    if (name && all.length === 0)
      throw new ServiceError(
        'GlobalClusterNotFoundFault',
        `Global cluster ${name} not found.`,
        404,
      );
    const found = filtered(all, input.Filters, {
      'db-cluster-id': ({ GlobalClusterMembers = [] }) =>
        GlobalClusterMembers.map(({ DBClusterArn = '' }) => DBClusterArn),
    });
    const { items, Marker } = page(found, (item) => item.GlobalClusterIdentifier ?? '', input);
    return { GlobalClusters: items, Marker };
  },
});

const globalClusters = ({ clusters, place }: Region): GlobalCluster[] =>
  [...clusters.values()].flatMap(({ id, globalClusterId, engineVersion }) =>
    globalClusterId
      ? [
          {
            GlobalClusterIdentifier: globalClusterId,
            GlobalClusterArn: `arn:aws:rds::${place.accountId}:global-cluster:${globalClusterId}`,
            Status: 'available',
            Engine: ENGINE,
            EngineVersion: engineVersion,
            GlobalClusterMembers: [{ DBClusterArn: arnOf(place, 'cluster', id), IsWriter: true }],
          },
        ]
      : [],
  );
