import type { DeleteDBClusterCommandInput } from '@aws-sdk/client-rds';
import { invalidClusterState, invalidCombination, notImplemented } from '../errors.ts';
import { onlyMembers, required } from '../input.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { newSnapshotName, takeSnapshot } from '../snapshots/take-snapshot.ts';
import type { Cluster, ClusterStatus } from '../state/cluster.ts';
import { findCluster, instancesOf } from '../state/find.ts';
import { clusterAnswer } from './answer.ts';
import { finishDeletion } from './deletion.ts';

export const deleteDBCluster = (rds: Rds): Operation<DeleteDBClusterCommandInput> => ({
  permissions: (input, call) =>
    needs(rds, call, [
      ['cluster', input.DBClusterIdentifier],
      ...(input.FinalDBSnapshotIdentifier
        ? [['cluster-snapshot', input.FinalDBSnapshotIdentifier] as const]
        : []),
    ]),
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      'DBClusterIdentifier',
      'DeleteAutomatedBackups',
      'FinalDBSnapshotIdentifier',
      'SkipFinalSnapshot',
    ]);
    if (input.DeleteAutomatedBackups === false)
      throw notImplemented('DeleteAutomatedBackups false of DeleteDBCluster');
    const cluster = findCluster(rds.regions, required(input, 'DBClusterIdentifier'), call);
    const finalName = finalSnapshotName(input);
    checkDeletable(rds, cluster);
    const snapshot = finalName ? newSnapshotName(rds, call, finalName) : undefined;
    if (snapshot && cluster.status !== 'available')
      throw invalidClusterState(
        `Can't create a snapshot because the database cluster ${cluster.id} isn't currently in the available state.`,
      );
    startDeletion(rds, cluster, snapshot);
    return { DBCluster: clusterAnswer(rds.regions.at(call), cluster) };
  },
});

const finalSnapshotName = ({
  SkipFinalSnapshot: skip,
  FinalDBSnapshotIdentifier: name,
}: DeleteDBClusterCommandInput): string | undefined => {
  if (skip && name)
    throw invalidCombination(
      'FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is specified.',
    );
  if (!skip && !name)
    throw invalidCombination(
      'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
    );
  return name;
};

const DELETABLE: ReadonlySet<ClusterStatus> = new Set([
  'available',
  'failed',
  'incompatible-restore',
  'inaccessible-encryption-credentials',
]);

const checkDeletable = (rds: Rds, cluster: Cluster): void => {
  if (cluster.deletionProtection)
    throw invalidCombination(
      'Cannot delete protected Cluster, please disable deletion protection and try again.',
    );
  if (cluster.globalClusterId)
    throw invalidClusterState(
      'This cluster is a part of a global cluster, please remove it from globalcluster first',
    );
  if (!DELETABLE.has(cluster.status))
    throw invalidClusterState(`Db cluster ${cluster.id} is in ${cluster.status} state`);
  const members = instancesOf(rds.regions.at(cluster.place), cluster);
  if (members.some(({ status }) => status !== 'deleting'))
    throw invalidClusterState(
      'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
    );
};

const startDeletion = (rds: Rds, cluster: Cluster, finalSnapshot: string | undefined): void => {
  const deletion = { snapshotTaken: !finalSnapshot, timePassed: false };
  cluster.status = 'deleting';
  cluster.deletion = deletion;
  if (finalSnapshot)
    takeSnapshot(rds, cluster, {
      id: finalSnapshot,
      type: 'manual',
      tags: new Map(cluster.settings.CopyTagsToSnapshot ? cluster.tags : []),
      taken: () => {
        deletion.snapshotTaken = true;
        finishDeletion(rds, cluster);
      },
      // Data that could not be saved are kept.
      failed: () => {
        cluster.status = 'available';
        cluster.deletion = undefined;
      },
    });
  rds.background.start({
    what: `deleting the cluster ${cluster.id}`,
    on: [],
    lasting: rds.durations.deleteCluster,
    done: () => {
      deletion.timePassed = true;
      finishDeletion(rds, cluster);
    },
    failed: () => undefined,
  });
};
