import type { Reason } from '../../errors.ts';
import type { Referring } from '../references.ts';
import type { ParameterGroup, Referable, Version } from './referable.ts';

/** Whether the parameter groups exist, and fit the engine version that is to be restored. */
export async function parameterGroups(
  rds: Referable,
  { settings, instances }: Referring,
  version: Promise<Version | undefined>,
): Promise<readonly Reason[]> {
  const check = async (
    field: 'db_cluster_parameter_group_name' | 'db_parameter_group_name',
    name: string,
    look: (name: string) => Promise<ParameterGroup | undefined>,
  ): Promise<readonly Reason[]> => {
    const [group, wanted] = await Promise.all([look(name), version]);
    if (!group)
      return [
        {
          code: 'REFERENCE_NOT_FOUND',
          field,
          message: `${field}: RDS has no parameter group ${name} here`,
        },
      ];
    /** Nothing fits a version that does not exist, which is told already. */
    if (!wanted || group.family === wanted.family) return [];
    const message = `${field}: ${name} is of the family ${group.family}; ${rds.engine} ${settings.engine_version} takes ${wanted.family}`;
    return [{ code: 'PARAMETER_GROUP_MISMATCH', field, message }];
  };
  const ofCluster = [settings.db_cluster_parameter_group_name].filter((name) => name !== undefined);
  const ofInstances = instances
    .map((instance) => instance.db_parameter_group_name ?? settings.db_parameter_group_name)
    .filter((name) => name !== undefined);
  const reasons = await Promise.all([
    ...ofCluster.map((name) =>
      check('db_cluster_parameter_group_name', name, rds.clusterParameterGroup),
    ),
    ...[...new Set(ofInstances)].map((name) =>
      check('db_parameter_group_name', name, rds.instanceParameterGroup),
    ),
  ]);
  return reasons.flat();
}
