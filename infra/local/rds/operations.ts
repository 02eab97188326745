import { describeAccountAttributes } from './account-attributes.ts';
import { addRoleToDBCluster, removeRoleFromDBCluster } from './clusters/associated-roles.ts';
import { createDBCluster } from './clusters/create-cluster.ts';
import { deleteDBCluster } from './clusters/delete-cluster.ts';
import { describeDBClusters, describeGlobalClusters } from './clusters/describe-clusters.ts';
import { modifyDBCluster } from './clusters/modify-cluster.ts';
import { restoreDBClusterFromSnapshot } from './clusters/restore-cluster.ts';
import { startDBCluster, stopDBCluster } from './clusters/start-stop-cluster.ts';
import { describeDBEngineVersions } from './engine-versions/describe-engine-versions.ts';
import { describeOrderableDBInstanceOptions } from './engine-versions/instance-classes.ts';
import { describeEvents } from './events/describe-events.ts';
import {
  createDBClusterParameterGroup,
  deleteDBClusterParameterGroup,
  describeDBClusterParameterGroups,
} from './groups/cluster-parameter-groups.ts';
import {
  createDBParameterGroup,
  deleteDBParameterGroup,
  describeDBParameterGroups,
} from './groups/instance-parameter-groups.ts';
import {
  createDBSubnetGroup,
  deleteDBSubnetGroup,
  describeDBSubnetGroups,
} from './groups/subnet-groups.ts';
import { createDBInstance } from './instances/create-instance.ts';
import { deleteDBInstance } from './instances/delete-instance.ts';
import { describeDBInstances } from './instances/describe-instances.ts';
import { modifyDBInstance } from './instances/modify-instance.ts';
import type { Operations } from './operation.ts';
import type { Rds } from './rds.ts';
import { copyDBClusterSnapshot } from './snapshots/copy-snapshot.ts';
import { createDBClusterSnapshot } from './snapshots/create-snapshot.ts';
import { deleteDBClusterSnapshot } from './snapshots/delete-snapshot.ts';
import { describeDBClusterSnapshots } from './snapshots/describe-snapshots.ts';
import {
  describeDBClusterSnapshotAttributes,
  modifyDBClusterSnapshotAttribute,
} from './snapshots/share-snapshot.ts';
import {
  addTagsToResource,
  listTagsForResource,
  removeTagsFromResource,
} from './tags/operations.ts';

/** Operations that change nothing. */
export const readingOperations = (rds: Rds): Operations => ({
  DescribeAccountAttributes: describeAccountAttributes(rds),
  DescribeDBClusterParameterGroups: describeDBClusterParameterGroups(rds),
  DescribeDBClusterSnapshotAttributes: describeDBClusterSnapshotAttributes(rds),
  DescribeDBClusterSnapshots: describeDBClusterSnapshots(rds),
  DescribeDBClusters: describeDBClusters(rds),
  DescribeDBEngineVersions: describeDBEngineVersions(rds),
  DescribeDBInstances: describeDBInstances(rds),
  DescribeDBParameterGroups: describeDBParameterGroups(rds),
  DescribeDBSubnetGroups: describeDBSubnetGroups(rds),
  DescribeEvents: describeEvents(rds),
  DescribeGlobalClusters: describeGlobalClusters(rds),
  DescribeOrderableDBInstanceOptions: describeOrderableDBInstanceOptions(rds),
  ListTagsForResource: listTagsForResource(rds),
});

/** Operations that have an effect if they succeed. */
export const changingOperations = (rds: Rds): Operations => ({
  AddRoleToDBCluster: addRoleToDBCluster(rds),
  AddTagsToResource: addTagsToResource(rds),
  CopyDBClusterSnapshot: copyDBClusterSnapshot(rds),
  CreateDBCluster: createDBCluster(rds),
  CreateDBClusterParameterGroup: createDBClusterParameterGroup(rds),
  CreateDBClusterSnapshot: createDBClusterSnapshot(rds),
  CreateDBInstance: createDBInstance(rds),
  CreateDBParameterGroup: createDBParameterGroup(rds),
  CreateDBSubnetGroup: createDBSubnetGroup(rds),
  DeleteDBCluster: deleteDBCluster(rds),
  DeleteDBClusterParameterGroup: deleteDBClusterParameterGroup(rds),
  DeleteDBClusterSnapshot: deleteDBClusterSnapshot(rds),
  DeleteDBInstance: deleteDBInstance(rds),
  DeleteDBParameterGroup: deleteDBParameterGroup(rds),
  DeleteDBSubnetGroup: deleteDBSubnetGroup(rds),
  ModifyDBCluster: modifyDBCluster(rds),
  ModifyDBClusterSnapshotAttribute: modifyDBClusterSnapshotAttribute(rds),
  ModifyDBInstance: modifyDBInstance(rds),
  RemoveRoleFromDBCluster: removeRoleFromDBCluster(rds),
  RemoveTagsFromResource: removeTagsFromResource(rds),
  RestoreDBClusterFromSnapshot: restoreDBClusterFromSnapshot(rds),
  StartDBCluster: startDBCluster(rds),
  StopDBCluster: stopDBCluster(rds),
});
