import type { CreateDBClusterSnapshotCommandInput } from '@aws-sdk/client-rds';
import { checkStatus } from '../clusters/check-status.ts';
import { becomeAvailable } from '../clusters/password.ts';
import { snapshotExists } from '../errors.ts';
import { onlyMembers, required } from '../input.ts';
import { requireEnabled } from '../keys.ts';
import type { Operation } from '../operation.ts';
import { needs, tagging } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';
import { findCluster } from '../state/find.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { readTags } from '../tags/tags.ts';
import { snapshotAnswer } from './answer.ts';
import { newSnapshotName, takeSnapshot } from './take-snapshot.ts';

export const createDBClusterSnapshot = (
  rds: Rds,
): Operation<CreateDBClusterSnapshotCommandInput> => ({
  permissions: (input, call) => {
    const { DBClusterIdentifier, DBClusterSnapshotIdentifier: name, Tags: tags } = input;
    return [
      ...needs(
        rds,
        call,
        [
          ['cluster', DBClusterIdentifier],
          ['cluster-snapshot', name],
        ],
        { tags },
      ),
      ...tagging(rds, call, 'cluster-snapshot', name, tags),
    ];
  },
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      'DBClusterIdentifier',
      'DBClusterSnapshotIdentifier',
      'Tags',
    ]);
    const cluster = findCluster(rds.regions, required(input, 'DBClusterIdentifier'), call);
    const id = newSnapshotName(rds, call, required(input, 'DBClusterSnapshotIdentifier'));
    const tags = readTags(input.Tags);
    checkStatus(cluster, 'available');
    if (cluster.kmsKeyId) requireEnabled(rds, cluster.kmsKeyId);
    return {
      DBClusterSnapshot: snapshotAnswer(rds, backUp(rds, cluster, 'manual', id, tags), call),
    };
  },
});

/** RDS's own snapshot of a cluster, named after it and the minute. */
export const takeAutomatedSnapshot = (rds: Rds, cluster: Cluster): Snapshot => {
  checkStatus(cluster, 'available');
  const minute = rds.clock.date().toISOString().slice(0, 16).replace(/[T:]/g, '-');
  const id = `rds:${cluster.id}-${minute}`;
  if (rds.regions.at(cluster.place).snapshots.has(id)) throw snapshotExists(id);
  return backUp(rds, cluster, 'automated', id, new Map());
};

const backUp = (
  rds: Rds,
  cluster: Cluster,
  type: Snapshot['type'],
  id: string,
  tags: Map<string, string>,
): Snapshot => {
  const settle = () => becomeAvailable(rds, cluster, 'backing-up');
  cluster.status = 'backing-up';
  return takeSnapshot(rds, cluster, {
    id,
    type,
    tags: new Map([...(cluster.settings.CopyTagsToSnapshot ? cluster.tags : []), ...tags]),
    taken: settle,
    failed: settle,
  });
};
