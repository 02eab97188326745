import type { AllowedTarget } from '../configuration/configuration.ts';
import { ENVIRONMENT_TAG, MANAGED_TAG } from '../configuration/names.ts';
import { type ErrorCode, type Reason, StepFailure } from '../errors.ts';
import type { Operation, Snapshot } from '../operation/operation.ts';
import { type RdsArn, rdsArn } from './arn.ts';
import type { Cluster, Instance } from './cluster.ts';

interface Circumstances {
  readonly operation: Pick<Operation, 'operation_id' | 'target' | 'resources'>;
  /** What is to be restored. */
  readonly snapshot: TakenOf;
  readonly allowed: readonly AllowedTarget[];
  readonly environment: string;
}

/** Of which cluster a snapshot was taken, as far as it tells. */
type TakenOf = Pick<Snapshot, 'arn' | 'source_cluster_id' | 'source_resource_id' | 'copy_of'>;

/**
 * What must hold before anything of a target is deleted: read when the request is checked, and again
 * right before each deletion. Throws the first guard that does not hold.
 */
export function guardTarget(
  cluster: Cluster,
  instances: readonly Instance[],
  circumstances: Circumstances,
): void {
  const [first] = unheldGuards(cluster, instances, circumstances);
  if (first) throw new StepFailure(first.code, first.message);
}

/**
 * Every guard that does not hold.
 *
 * Sources: Aurora User Guide, "Deleting Aurora DB clusters and DB instances" (deletion protection does
 * not protect instances; a stopped cluster and a global cluster's member are not deleted).
 */
export function unheldGuards(
  cluster: Cluster,
  instances: readonly Instance[],
  {
    operation,
    snapshot,
    allowed,
    environment,
  }: Omit<Circumstances, 'snapshot'> & {
    /** Unknown where there is none: then of what it was taken cannot be guarded either. */
    readonly snapshot: TakenOf | undefined;
  },
): Reason[] {
  const allowance = allowed.find(({ cluster_id }) => cluster_id === cluster.id);
  const lookedAt = operation.target?.old?.resource_id;
  const ofAnother = [cluster, ...instances].filter(
    ({ tags }) => (tags[ENVIRONMENT_TAG] ?? environment) !== environment,
  );
  /** Nothing that could be mended makes it one that may be replaced. */
  if (snapshot && isSource(cluster, snapshot))
    return unless(false, 'TARGET_IS_SOURCE', `the snapshot was taken of ${cluster.id} itself`);
  return [
    ...unless(
      !operation.target || lookedAt === cluster.resource_id || madeBy(operation, cluster),
      'TARGET_CHANGED',
      `${cluster.id} is ${cluster.resource_id}, but ${lookedAt ?? 'nothing'} stood there when the request was checked`,
    ),
    ...ofAnother.flatMap(({ id, tags }) =>
      unless(
        false,
        'TARGET_NOT_MANAGED',
        `${id} belongs to the environment ${tags[ENVIRONMENT_TAG]}, not to ${environment}`,
      ),
    ),
    ...unless(
      cluster.tags[MANAGED_TAG] === 'true' || allowance !== undefined,
      'TARGET_NOT_MANAGED',
      `cluster ${cluster.id} may not be deleted`,
    ),
    ...instances.flatMap(({ id, tags }) =>
      unless(
        tags[MANAGED_TAG] === 'true' || matches(id, allowance),
        'TARGET_NOT_MANAGED',
        `instance ${id} of ${cluster.id} may not be deleted`,
      ),
    ),
    ...unless(
      !cluster.deletion_protection ||
        allowance?.lift_protection === true ||
        madeBy(operation, cluster),
      'TARGET_PROTECTED',
      `cluster ${cluster.id} has deletion protection`,
    ),
    ...unless(
      !cluster.global_cluster_id,
      'TARGET_IN_GLOBAL_CLUSTER',
      `${cluster.id} belongs to ${cluster.global_cluster_id}`,
    ),
    ...unless(
      !['stopped', 'stopping', 'starting'].includes(cluster.status),
      'TARGET_STOPPED',
      `cluster ${cluster.id} is ${cluster.status}`,
    ),
  ];
}

const unless = (holds: boolean, code: ErrorCode, message: string): Reason[] =>
  holds ? [] : [{ code, message }];

/**
 * A snapshot that was taken in another account or region is not of the cluster that has the same name
 * here. Of a copy nobody knows where its original was taken: there the name alone counts.
 */
function isSource(cluster: Cluster, snapshot: TakenOf): boolean {
  if (cluster.resource_id === snapshot.source_resource_id) return true;
  return cluster.id === snapshot.source_cluster_id && mayBeOf(rdsArn(cluster.arn), snapshot);
}

/** Whether a snapshot may have been taken in this account and region: also where either is unknown. */
export function mayBeOf(
  here: Pick<RdsArn, 'account_id' | 'region'> | undefined,
  { arn, copy_of }: Pick<TakenOf, 'arn' | 'copy_of'>,
): boolean {
  if (copy_of !== undefined) return true;
  const taken = rdsArn(arn);
  if (!here || !taken) return true;
  return here.account_id === taken.account_id && here.region === taken.region;
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
