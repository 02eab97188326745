import { parameterFamily } from '../../shared/aurora/engine-version.ts';
import type { OldTarget } from '../../shared/operation/operation.ts';

/** What the old target may give the restored one. */
export type Before = OldTarget['settings'];

interface Restored {
  readonly engine_version?: string | undefined;
  readonly db_subnet_group_name?: string | undefined;
}

/** The old target's settings without those that do not fit the restored one. */
export const whatFits = (old: Before, restored: Restored): Before => ({
  ...old,
  ...(leavesFamily(old, restored) && { db_cluster_parameter_group_name: undefined }),
  instances: (old.instances ?? []).map((instance) => ({
    ...instance,
    ...(leavesFamily(old, restored) && { db_parameter_group_name: undefined }),
    ...(leavesSubnets(old, restored) && { availability_zone: undefined }),
  })),
});

/** In words, what of the old target does not come back. */
export function whatIsLost(old: Before, restored: Restored): string[] {
  const { instances = [], not_given_back = [] } = old;
  const groups = [
    old.db_cluster_parameter_group_name,
    ...instances.map(({ db_parameter_group_name }) => db_parameter_group_name),
  ].filter((name) => name !== undefined);
  return [
    ...not_given_back.map((what) => `the old target has ${what}: not put back`),
    ...instances
      .filter(({ publicly_accessible }) => publicly_accessible)
      .map(({ id }) => `${id} is publicly accessible: what is restored never is`),
    ...(leavesFamily(old, restored) && groups.length > 0
      ? [
          `the old target’s parameter groups (${[...new Set(groups)].join(', ')}) do not fit ${restored.engine_version}`,
        ]
      : []),
    ...(leavesSubnets(old, restored) && instances.length > 0
      ? [
          `the availability zones of the old instances are left to RDS: they were chosen in the subnet group ${old.db_subnet_group_name}`,
        ]
      : []),
  ];
}

/** Parameter groups, also those that RDS names `default...`, are of one engine family. */
const leavesFamily = (old: Before, { engine_version }: Restored): boolean =>
  old.engine_version !== undefined &&
  engine_version !== undefined &&
  parameterFamily(old.engine_version) !== parameterFamily(engine_version);

/** Another subnet group may lie in other zones. */
const leavesSubnets = (old: Before, { db_subnet_group_name }: Restored): boolean =>
  db_subnet_group_name !== undefined && db_subnet_group_name !== old.db_subnet_group_name;
