import type { AllowedTarget } from '../configuration/configuration.ts';
import { ENVIRONMENT_TAG, MANAGED_TAG } from '../configuration/names.ts';
import { StepFailure } from '../errors.ts';
import type { Operation } from '../operation/operation.ts';
import type { Cluster, Instance } from './cluster.ts';

/**
 * What must hold before anything of a target is deleted: read when the request is checked, and again
 * right before each deletion. Throws the first guard that does not hold.
 *
 * Sources: Aurora User Guide, "Deleting Aurora DB clusters and DB instances" (deletion protection does
 * not protect instances; a stopped cluster and a global cluster's member are not deleted).
 */
export function guardTarget(
  cluster: Cluster,
  instances: readonly Instance[],
  {
    operation,
    snapshotSource,
    allowed,
    environment,
  }: {
    readonly operation: Pick<Operation, 'operation_id' | 'target' | 'resources'>;
    readonly snapshotSource: {
      readonly cluster_id: string;
      readonly resource_id?: string | undefined;
    };
    readonly allowed: readonly AllowedTarget[];
    readonly environment: string;
  },
): void {
  const refuse = (code: StepFailure['code'], message: string): never => {
    throw new StepFailure(code, message);
  };
  const allowance = allowed.find(({ cluster_id }) => cluster_id === cluster.id);
  const lookedAt = operation.target?.old?.resource_id;
  if (
    cluster.id === snapshotSource.cluster_id ||
    cluster.resource_id === snapshotSource.resource_id
  )
    refuse('TARGET_IS_SOURCE', `the snapshot was taken of ${cluster.id} itself`);
  if (operation.target && lookedAt !== cluster.resource_id && !madeBy(operation, cluster))
    refuse(
      'TARGET_CHANGED',
      `${cluster.id} is ${cluster.resource_id}, but ${lookedAt ?? 'nothing'} stood there when the request was checked`,
    );
  for (const { id, tags } of [cluster, ...instances]) {
    const { [ENVIRONMENT_TAG]: owner = environment } = tags;
    if (owner !== environment)
      refuse(
        'TARGET_NOT_MANAGED',
        `${id} belongs to the environment ${owner}, not to ${environment}`,
      );
  }
  if (cluster.tags[MANAGED_TAG] !== 'true' && !allowance)
    refuse('TARGET_NOT_MANAGED', `cluster ${cluster.id} may not be deleted`);
  for (const { id, tags } of instances)
    if (tags[MANAGED_TAG] !== 'true' && !matches(id, allowance))
      refuse('TARGET_NOT_MANAGED', `instance ${id} of ${cluster.id} may not be deleted`);
  if (cluster.deletion_protection && !allowance?.lift_protection && !madeBy(operation, cluster))
    refuse('TARGET_PROTECTED', `cluster ${cluster.id} has deletion protection`);
  if (cluster.global_cluster_id)
    refuse('TARGET_IN_GLOBAL_CLUSTER', `${cluster.id} belongs to ${cluster.global_cluster_id}`);
  if (['stopped', 'stopping', 'starting'].includes(cluster.status))
    refuse('TARGET_STOPPED', `cluster ${cluster.id} is ${cluster.status}`);
}

/** Whether an earlier attempt of this very operation restored the cluster. */
export const madeBy = (
  { operation_id, resources }: Pick<Operation, 'operation_id' | 'resources'>,
  cluster: Cluster,
): boolean =>
  cluster.made_by === operation_id &&
  Object.values(resources).some(({ resource_id }) => resource_id === cluster.resource_id);

/** An allowed cluster's instances are its namesakes unless the deployment names others. */
function matches(instanceId: string, allowance: AllowedTarget | undefined): boolean {
  if (!allowance) return false;
  const patterns = instancePatterns(allowance);
  return patterns.some((pattern) =>
    new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`).test(instanceId),
  );
}

export const instancePatterns = ({ cluster_id, instance_ids }: AllowedTarget): readonly string[] =>
  instance_ids ?? [cluster_id, `${cluster_id}-*`];
