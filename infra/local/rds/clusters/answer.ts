import type { DBCluster } from '@aws-sdk/client-rds';
import { ENGINE } from '../engine-versions/versions.ts';
import { arnOf } from '../naming/arn.ts';
import { endpointSuffix } from '../naming/resource-id.ts';
import type { Cluster } from '../state/cluster.ts';
import { instancesOf } from '../state/find.ts';
import type { Region } from '../state/regions.ts';
import { tagList } from '../tags/tags.ts';
import { secretAnswer } from './master-secret.ts';

/** A cluster as the API tells it. */
export const clusterAnswer = (region: Region, cluster: Cluster): DBCluster => {
  const members = instancesOf(region, cluster);
  return {
    ...cluster.settings,
    DBClusterIdentifier: cluster.id,
    DBClusterArn: arnOf(cluster.place, 'cluster', cluster.id),
    DbClusterResourceId: cluster.resourceId,
    ClusterCreateTime: cluster.createdAt,
    Status: cluster.status,
    Engine: ENGINE,
    EngineMode: 'provisioned',
    EngineVersion: cluster.engineVersion,
    MasterUsername: cluster.masterUsername,
    Endpoint: cluster.server?.address ?? unboundName(cluster, 'cluster'),
    ReaderEndpoint: cluster.server?.address ?? unboundName(cluster, 'cluster-ro'),
    Port: cluster.server?.port ?? cluster.port,
    MultiAZ: members.length > 1,
    DBClusterMembers: members.map((instance) => ({
      DBInstanceIdentifier: instance.id,
      IsClusterWriter: instance.isWriter,
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: instance.settings.PromotionTier,
    })),
    StorageEncrypted: cluster.kmsKeyId !== undefined,
    KmsKeyId: cluster.kmsKeyId,
    DeletionProtection: cluster.deletionProtection,
    PendingModifiedValues: pendingAnswer(cluster),
    MasterUserSecret: secretAnswer(cluster),
    GlobalClusterIdentifier: cluster.globalClusterId,
    AllocatedStorage: 1,
    ReadReplicaIdentifiers: [],
    TagList: tagList(cluster.tags),
  };
};

const pendingAnswer = ({ pending }: Cluster): DBCluster['PendingModifiedValues'] => {
  const { password, engineVersion } = pending;
  if (!password && !engineVersion) return undefined;
  return { MasterUserPassword: password && '****', EngineVersion: engineVersion };
};

/**
 * The endpoint of a cluster whose server does not run. As on AWS there is a name and nothing listens;
 * this one never resolves (RFC 6761), so that no client meets another program on that port.
 */
const unboundName = ({ id, place }: Cluster, kind: string): string =>
  `${id}.${kind}-${endpointSuffix(place.accountId, place.region)}.${place.region}.rds.invalid`;
