import { ClusterRestoreStarted, type TargetCleared } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { StepFailure } from '../../shared/errors.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';
import { learnt } from '../../shared/step/learnt.ts';

interface Dependencies {
  readonly aurora: Pick<Aurora, 'cluster' | 'restoreCluster'>;
  /** The security group through which nobody but the pipeline reaches a cluster. */
  readonly isolationGroup: string;
}

/**
 * Starts the restore. A cluster of that name that is ours already is the one we started. Its own
 * security groups are held back until its users are set up: the source's passwords are in it.
 */
export const restoreSnapshot =
  ({
    aurora,
    isolationGroup,
  }: Dependencies): Business<typeof TargetCleared, typeof ClusterRestoreStarted> =>
  async ({ operation, permit, record }) => {
    const { operation_id, attempt } = operation;
    const { cluster_id, settings } = learnt(operation, 'target');
    const snapshot = learnt(operation, 'snapshot');
    const key = `cluster-${attempt}`;
    const resource = { kind: 'cluster', id: cluster_id, role: 'target', attempt } as const;
    await record({ resources: { [key]: resource } });
    await aurora.restoreCluster(await permit(), {
      id: cluster_id,
      snapshotArn: learnt(operation, 'restore_from'),
      engine: snapshot.engine,
      settings,
      /** Where they were not written down, nobody could give them back. */
      vpc_security_group_ids: settings.vpc_security_group_ids && [isolationGroup],
      kms_key_id: snapshot.kms_key_id === undefined ? settings.kms_key_id : undefined,
      operation_id,
    });
    const cluster = await aurora.cluster(cluster_id);
    if (!cluster) return checkAgain(`${cluster_id} is not to be seen yet`);
    if (cluster.made_by !== operation_id)
      throw new StepFailure('TARGET_NAME_TAKEN', `cluster ${cluster_id} is not of this operation`);
    const { arn, resource_id } = cluster;
    return done(
      ClusterRestoreStarted.with({
        target_cluster_id: cluster_id,
        cluster_arn: arn,
        cluster_resource_id: resource_id,
      }),
      { resources: { [key]: { ...resource, arn, resource_id } } },
    );
  };
