import { isDeepStrictEqual } from 'node:util';
import { DescribeDBClusterSnapshotsCommand, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { onDatabase } from '../local/database.ts';
import { type Check, check } from './check.ts';
import type { Evidence } from './prove.ts';
import { SNAPSHOT, TARGET } from './scene.ts';

/** What was deleted, what was kept, what was left alone. */
export async function proveResources(evidence: Evidence): Promise<Check[]> {
  const { pipeline, scene, operation, cluster } = evidence;
  const { source, oldTarget, afterwards } = scene;
  const instances = await availableInstances(evidence);
  const snapshots = await availableSnapshots(evidence);
  const final = Object.values(operation.resources).find(({ role }) => role === 'final_snapshot');
  const { ca } = pipeline.databases;
  const sourceNow = await onDatabase(source.cluster, source.master, ca, fingerprint);
  return [
    check(
      cluster.DbClusterResourceId !== oldTarget.DbClusterResourceId,
      `deleted: the old ${TARGET} (${oldTarget.DbClusterResourceId}) and its instance`,
    ),
    check(
      final !== undefined && snapshots.includes(final.id),
      `kept: its final snapshot ${final?.id ?? '(none)'}`,
    ),
    check(
      cluster.Status === 'available' && instances.length === 1,
      `new: ${TARGET} (${cluster.DbClusterResourceId}) with instance ${instances.join(', ')}`,
    ),
    check(snapshots.includes(SNAPSHOT), `untouched: the snapshot ${SNAPSHOT}`),
    check(isDeepStrictEqual(sourceNow, afterwards), 'untouched: source-cluster and its data'),
  ];
}

async function availableInstances({ clients }: Evidence): Promise<string[]> {
  const Filters = [{ Name: 'db-cluster-id', Values: [TARGET] }];
  const { DBInstances = [] } = await clients.rds.send(new DescribeDBInstancesCommand({ Filters }));
  return DBInstances.filter(({ DBInstanceStatus }) => DBInstanceStatus === 'available').map(
    ({ DBInstanceIdentifier = '' }) => DBInstanceIdentifier,
  );
}

async function availableSnapshots({ clients }: Evidence): Promise<string[]> {
  const command = new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'manual' });
  const { DBClusterSnapshots = [] } = await clients.rds.send(command);
  return DBClusterSnapshots.filter(({ Status }) => Status === 'available').map(
    ({ DBClusterSnapshotIdentifier = '' }) => DBClusterSnapshotIdentifier,
  );
}
