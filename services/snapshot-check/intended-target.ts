import type { RestoreRequest } from '../../events/restore-request.ts';
import { rdsArn } from '../../shared/aurora/arn.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { DefaultSecurityGroup } from '../../shared/aurora/security-groups.ts';
import type { SourcePlace } from '../../shared/aurora/source.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { ENVIRONMENT_TAG } from '../../shared/configuration/names.ts';
import { StepFailure } from '../../shared/errors.ts';
import type { OldTarget, Target } from '../../shared/operation/operation.ts';
import type { NeededKeys } from './keys-of.ts';
import type { Settings } from './settings-for.ts';

interface Seen {
  readonly request: Pick<RestoreRequest, 'target_cluster_id'>;
  readonly snapshot: ClusterSnapshot | undefined;
  readonly old: OldTarget | undefined;
  readonly wished: Settings;
  readonly keys: Pick<NeededKeys, 'own' | 'wanted'>;
  /** ARNs, by what the keys of Performance Insights were asked for by. */
  readonly insight_keys: ReadonlyMap<string, string>;
  readonly security_groups: readonly string[];
}

interface Deployment {
  readonly here: SourcePlace;
  readonly configuration: Pick<Configuration, 'environment'>;
}

/** How the target is to be: what is wished for, and what follows from what was seen. */
export function intendedTarget(
  deployment: Deployment,
  { request, snapshot, old, wished, keys, insight_keys, security_groups }: Seen,
): Target {
  const { settings, origins, instances } = wished;
  const key = keys.wanted ?? keys.own;
  return {
    cluster_id: request.target_cluster_id,
    settings: {
      ...settings,
      /** By their ids: until its users are set up the cluster has another. */
      ...(security_groups.length > 0 && { vpc_security_group_ids: [...security_groups] }),
      /** By its ARN: an alias may mean another key by the time it is used. */
      ...(key !== undefined && { kms_key_id: key }),
      undeclared_users: settings.undeclared_users ?? undeclaredUsers(deployment, snapshot),
    },
    origins: {
      ...origins,
      ...(settings.undeclared_users === undefined && { undeclared_users: 'snapshot' }),
      ...(settings.kms_key_id === undefined && keys.wanted && { kms_key_id: 'rds' }),
    },
    instances: instances.map(({ performance_insights_kms_key_id: key, ...instance }) => ({
      ...instance,
      ...(key !== undefined && { performance_insights_kms_key_id: insight_keys.get(key) ?? key }),
    })),
    ...(old && { old }),
  };
}

/** The security groups that the cluster will have: where nobody names any, the one that RDS would give it. */
export async function securityGroups(
  { defaultSecurityGroup }: { readonly defaultSecurityGroup: DefaultSecurityGroup },
  { vpc_security_group_ids, db_subnet_group_name }: Target['settings'],
): Promise<string[]> {
  if (vpc_security_group_ids) return vpc_security_group_ids;
  const group = await defaultSecurityGroup(db_subnet_group_name);
  if (group !== undefined) return [group];
  throw new StepFailure(
    'REFERENCE_NOT_FOUND',
    `vpc_security_group_ids: none is named, and the default one of subnet group ${db_subnet_group_name ?? 'default'} is not to be found`,
  );
}

/**
 * Users that came with the snapshot can log in with their old passwords. They may only where the
 * snapshot is known to be of this account and environment.
 */
function undeclaredUsers(
  { here, configuration }: Deployment,
  snapshot: ClusterSnapshot | undefined,
): 'keep' | 'lock' {
  const ours =
    rdsArn(snapshot?.copy_of ?? snapshot?.arn ?? '')?.account_id === here.account_id &&
    snapshot?.tags[ENVIRONMENT_TAG] === configuration.environment;
  return ours ? 'keep' : 'lock';
}
