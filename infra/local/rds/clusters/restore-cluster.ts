import type { RestoreDBClusterFromSnapshotCommandInput } from '@aws-sdk/client-rds';
import { checkEngine, checkUpgrade, engineVersion } from '../engine-versions/versions.ts';
import { invalidSnapshotState } from '../errors.ts';
import { onlyMembers, required } from '../input.ts';
import { usableKey, usableSnapshotKey } from '../keys.ts';
import type { Operation } from '../operation.ts';
import type { Rds } from '../rds.ts';
import { findReadableSnapshot } from '../state/find.ts';
import { clusterAnswer } from './answer.ts';
import { NEW_CLUSTER_MEMBERS } from './members.ts';
import { bringUp, enterCluster } from './new-cluster.ts';
import { newClusterPermissions } from './new-cluster-permissions.ts';

/**
 * Makes a new cluster from a snapshot. It creates no instances. Master user and passwords, port and
 * backup retention are the source's; whatever else the request leaves out gets its default and not
 * what the source had, the engine version and the backup window included.
 */
export const restoreDBClusterFromSnapshot = (
  rds: Rds,
): Operation<RestoreDBClusterFromSnapshotCommandInput> => ({
  permissions: (input, call) =>
    newClusterPermissions(rds, call, input, [['cluster-snapshot', input.SnapshotIdentifier]], {}),
  run: (input, call) => {
    onlyMembers(call.operation, input, [...NEW_CLUSTER_MEMBERS, 'SnapshotIdentifier']);
    checkEngine(required(input, 'Engine'));
    const snapshot = findReadableSnapshot(rds.regions, required(input, 'SnapshotIdentifier'), call);
    if (snapshot.status !== 'available')
      throw invalidSnapshotState(
        `The DB cluster snapshot ${snapshot.id} is in ${snapshot.status} state but expected it to be available.`,
      );
    const version = engineVersion(input.EngineVersion);
    checkUpgrade(engineVersion(snapshot.cluster.engineVersion), version);
    const own = snapshot.kmsKeyId && usableSnapshotKey(rds, snapshot.kmsKeyId, call);
    const cluster = enterCluster(
      rds,
      call,
      {
        ...input,
        BackupRetentionPeriod:
          input.BackupRetentionPeriod ?? snapshot.cluster.backupRetentionPeriod,
      },
      {
        name: required(input, 'DBClusterIdentifier'),
        engine: input.Engine ?? '',
        version,
        masterUsername: snapshot.cluster.masterUsername,
        kmsKeyId: input.KmsKeyId ? usableKey(rds, input.KmsKeyId, call) : own,
        port: snapshot.cluster.port,
      },
    );
    bringUp(rds, cluster, {
      what: `restoring the cluster ${cluster.id} from the snapshot ${snapshot.id}`,
      on: [snapshot.dataKey, cluster.resourceId],
      run: () => rds.engine.restore(snapshot.dataKey, cluster.resourceId),
      lasting: rds.durations.restoreCluster,
      ifItFails: 'incompatible-restore',
    });
    return { DBCluster: clusterAnswer(rds.regions.at(call), cluster) };
  },
});
