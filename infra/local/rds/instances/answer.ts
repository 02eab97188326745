import type { DBInstance } from '@aws-sdk/client-rds';
import { ENGINE } from '../engine-versions/versions.ts';
import { subnetGroupAnswer } from '../groups/subnet-groups.ts';
import { arnOf } from '../naming/arn.ts';
import type { Cluster } from '../state/cluster.ts';
import type { Instance } from '../state/instance.ts';
import type { Region } from '../state/regions.ts';
import { tagList } from '../tags/tags.ts';

/** An instance as the API tells it. Much of it is its cluster's. */
export const instanceAnswer = (region: Region, instance: Instance): DBInstance => {
  const { DBParameterGroupName, ...settings } = instance.settings;
  const cluster = region.clusters.get(instance.clusterId);
  return {
    ...settings,
    ...(cluster && fromCluster(region, cluster)),
    DBInstanceIdentifier: instance.id,
    DBInstanceArn: arnOf(instance.place, 'db', instance.id),
    DbiResourceId: instance.resourceId,
    DBInstanceStatus: instance.status,
    InstanceCreateTime: instance.createdAt,
    Endpoint: instance.status === 'creating' ? undefined : endpointOf(cluster),
    DBClusterIdentifier: instance.clusterId,
    DBParameterGroups: [{ DBParameterGroupName, ParameterApplyStatus: 'in-sync' }],
    Engine: ENGINE,
    LicenseModel: 'general-public-license',
    AllocatedStorage: 1,
    MultiAZ: false,
    DbInstancePort: 0,
    DeletionProtection: false,
    PendingModifiedValues: {},
    TagList: tagList(instance.tags),
  };
};

const fromCluster = (region: Region, cluster: Cluster): Partial<DBInstance> => {
  const { settings } = cluster;
  const subnetGroup = region.subnetGroups.get(settings.DBSubnetGroup ?? '');
  return {
    EngineVersion: cluster.engineVersion,
    MasterUsername: cluster.masterUsername,
    StorageEncrypted: cluster.kmsKeyId !== undefined,
    KmsKeyId: cluster.kmsKeyId,
    StorageType: settings.StorageType ?? 'aurora',
    BackupRetentionPeriod: settings.BackupRetentionPeriod,
    PreferredBackupWindow: settings.PreferredBackupWindow,
    IAMDatabaseAuthenticationEnabled: settings.IAMDatabaseAuthenticationEnabled,
    VpcSecurityGroups: settings.VpcSecurityGroups,
    NetworkType: settings.NetworkType,
    DBSubnetGroup: subnetGroup && subnetGroupAnswer(subnetGroup),
  };
};

/** All instances of a cluster are one server here. */
const endpointOf = (cluster: Cluster | undefined): DBInstance['Endpoint'] =>
  cluster?.server && { Address: cluster.server.address, Port: cluster.server.port };
