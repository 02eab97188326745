import * as rds from '@aws-sdk/client-rds';
import { contractsOf } from './contract.fixture.ts';

const contract = contractsOf<
  rds.ServiceInputTypes,
  rds.ServiceOutputTypes,
  rds.RDSClientResolvedConfig
>('rds', (config) => new rds.RDSClient(config));

const time = new Date('2026-03-01T10:20:30.456Z');
const arn = 'arn:aws:rds:eu-west-1:111122223333:cluster:orders';
const Tags = [
  { Key: 'aurora:managed', Value: 'true' },
  { Key: 'note', Value: 'a <b> & "c"\r\n\'d\'' },
];
const DBCluster: rds.DBCluster = {
  DBClusterIdentifier: 'orders',
  DBClusterArn: arn,
  Status: 'available',
  ClusterCreateTime: time,
  Port: 3306,
  MultiAZ: false,
  DeletionProtection: true,
  AvailabilityZones: ['eu-west-1a', 'eu-west-1b'],
  DBClusterMembers: [
    { DBInstanceIdentifier: 'orders-1', IsClusterWriter: true, PromotionTier: 1 },
    { DBInstanceIdentifier: 'orders-2', IsClusterWriter: false, PromotionTier: 2 },
  ],
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1', Status: 'active' }],
  AssociatedRoles: [],
  EnabledCloudwatchLogsExports: ['audit'],
  ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 16 },
  TagList: Tags,
};
const DBClusterSnapshot: rds.DBClusterSnapshot = {
  DBClusterSnapshotIdentifier: 'orders-copy',
  SnapshotCreateTime: time,
  StorageEncrypted: true,
  PercentProgress: 100,
  AvailabilityZones: ['eu-west-1a'],
  TagList: [],
};
const DBInstance: rds.DBInstance = {
  DBInstanceIdentifier: 'orders-1',
  Endpoint: { Address: '127.0.0.1', Port: 3306 },
  DBParameterGroups: [{ DBParameterGroupName: 'default', ParameterApplyStatus: 'in-sync' }],
  DBSubnetGroup: { Subnets: [{ SubnetIdentifier: 'a', SubnetAvailabilityZone: { Name: 'x' } }] },
};

contract(
  rds.DescribeDBClustersCommand,
  {
    DBClusterIdentifier: 'orders',
    Filters: [
      { Name: 'engine', Values: ['aurora-mysql', 'a&b=c'] },
      { Name: 'clone-group-id', Values: [] },
    ],
    MaxRecords: 20,
    IncludeShared: true,
  },
  { DBClusters: [DBCluster, { DBClusterIdentifier: 'other' }], Marker: 'next' },
);
contract(
  rds.DescribeDBClusterSnapshotsCommand,
  {},
  {
    DBClusterSnapshots: [],
  },
);
contract(
  rds.DescribeDBInstancesCommand,
  { Marker: 'next' },
  {
    DBInstances: [DBInstance],
  },
);
contract(
  rds.DescribeDBClusterSnapshotAttributesCommand,
  { DBClusterSnapshotIdentifier: 's' },
  {
    DBClusterSnapshotAttributesResult: {
      DBClusterSnapshotIdentifier: 's',
      DBClusterSnapshotAttributes: [
        { AttributeName: 'restore', AttributeValues: ['111122223333', 'all'] },
      ],
    },
  },
);
contract(
  rds.DescribeGlobalClustersCommand,
  {},
  {
    GlobalClusters: [
      {
        GlobalClusterIdentifier: 'g',
        GlobalClusterMembers: [{ DBClusterArn: arn, Readers: ['r'], IsWriter: true }],
      },
    ],
  },
);
contract(
  rds.CopyDBClusterSnapshotCommand,
  {
    SourceDBClusterSnapshotIdentifier: 'orders',
    TargetDBClusterSnapshotIdentifier: 'orders-copy',
    KmsKeyId: 'alias/key',
    CopyTags: false,
    Tags,
  },
  { DBClusterSnapshot },
);
contract(
  rds.RestoreDBClusterFromSnapshotCommand,
  {
    DBClusterIdentifier: 'orders',
    SnapshotIdentifier: 'orders-copy',
    Engine: 'aurora-mysql',
    Port: 3306,
    VpcSecurityGroupIds: ['sg-1', 'sg-2'],
    EnableCloudwatchLogsExports: [],
    AvailabilityZones: ['eu-west-1a'],
    ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 16 },
    Tags,
  },
  { DBCluster },
);
contract(
  rds.CreateDBClusterCommand,
  { DBClusterIdentifier: 'orders', Engine: 'aurora-mysql', MasterUserPassword: 'a+b c%&=' },
  { DBCluster },
);
contract(
  rds.CreateDBClusterSnapshotCommand,
  { DBClusterIdentifier: 'orders', DBClusterSnapshotIdentifier: 's', Tags: [] },
  { DBClusterSnapshot },
);
contract(
  rds.CreateDBInstanceCommand,
  {
    DBInstanceIdentifier: 'orders-1',
    DBInstanceClass: 'db.r6g.large',
    Engine: 'aurora-mysql',
    PubliclyAccessible: false,
  },
  { DBInstance },
);
contract(
  rds.ModifyDBClusterCommand,
  {
    DBClusterIdentifier: 'orders',
    ApplyImmediately: true,
    DeletionProtection: false,
    CloudwatchLogsExportConfiguration: { EnableLogTypes: ['audit'], DisableLogTypes: [] },
  },
  { DBCluster },
);
contract(
  rds.DeleteDBClusterCommand,
  { DBClusterIdentifier: 'orders', SkipFinalSnapshot: true },
  { DBCluster },
);
contract(rds.DeleteDBInstanceCommand, { DBInstanceIdentifier: 'orders-1' }, { DBInstance });
contract(
  rds.DeleteDBClusterSnapshotCommand,
  { DBClusterSnapshotIdentifier: 's' },
  { DBClusterSnapshot },
);
contract(rds.AddTagsToResourceCommand, { ResourceName: arn, Tags });
contract(rds.RemoveTagsFromResourceCommand, {
  ResourceName: arn,
  TagKeys: ['a', 'b'],
});
contract(rds.ListTagsForResourceCommand, { ResourceName: arn }, { TagList: Tags });
