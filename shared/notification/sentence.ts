import type { Observed } from '../step/observed.ts';

type Facts = Readonly<Record<string, unknown>>;

/** What an event says, for people, in one sentence. */
export const sentence = ({ name, detail }: Pick<Observed, 'name' | 'detail'>): string =>
  sentences[name]?.(detail) ?? name;

const sentences: Readonly<Record<string, (facts: Facts) => string>> = {
  RestoreRequested: ({ target_cluster_id, requested_by }) =>
    `A restore of ${target_cluster_id} was requested${requested_by ? ` by ${requested_by}` : ''}`,
  SnapshotVerified: ({ snapshot_arn, target_cluster_id, target_exists }) =>
    `Restore of ${target_cluster_id} from ${snapshot_arn} started; the target ${target_exists ? 'exists and will be replaced' : 'is new'}`,
  SnapshotCopyStarted: ({ copy_id }) => `Copy ${copy_id} of the snapshot started`,
  SnapshotReady: ({ snapshot_arn, copied }) =>
    `Snapshot ${snapshot_arn} is ready${copied ? ' after its copy' : '; no copy was needed'}`,
  TargetDeletionStarted: ({ target_cluster_id, final_snapshot_id }) =>
    `Deletion of the old ${target_cluster_id} started${final_snapshot_id ? `; it is kept as ${final_snapshot_id}` : ''}`,
  TargetCleared: ({ target_cluster_id }) => `No cluster stands at ${target_cluster_id} any more`,
  ClusterRestoreStarted: ({ target_cluster_id }) =>
    `Restore of cluster ${target_cluster_id} started`,
  ClusterRestored: ({ target_cluster_id }) => `Cluster ${target_cluster_id} is restored`,
  InstanceCreationStarted: ({ instance_ids }) => `Creation of ${list(instance_ids)} started`,
  ClusterAvailable: ({ target_cluster_id, endpoint }) =>
    `Cluster ${target_cluster_id} is available at ${endpoint}`,
  UsersConfigured: ({ users }) =>
    `Database users are set up: ${list(users, ({ username }) => username)}`,
  RestoreCompleted: ({ target_cluster_id }) => `Restore of ${target_cluster_id} completed`,
  RestoreFailed: ({ step, code, message }) => `Restore failed at ${step}: ${code}: ${message}`,
  RestoreRejected: ({ reasons }) =>
    `The request was rejected: ${list(reasons, ({ message }) => message)}`,
  RestorePlanned: ({ target_cluster_id, can_finish, findings }) =>
    `Restore of ${target_cluster_id} was planned: ${can_finish ? 'it can be carried out' : list(findings, ({ message }) => message)}`,
  RestoreCancelled: ({ created }) => `The restore was cancelled; left behind: ${list(created)}`,
};

function list(value: unknown, show: (item: Facts) => unknown = String): string {
  const items = Array.isArray(value) ? value.map((item) => String(show(item))) : [];
  return items.length > 0 ? items.join(', ') : 'nothing';
}
