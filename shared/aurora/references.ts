import {
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBEngineVersionsCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBSubnetGroupsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import type { Reason } from '../errors.ts';
import type { ClusterSettings, InstanceSettings } from '../operation/settings.ts';
import { isRdsError, meaningOf } from './rds-errors.ts';
import { instanceClasses } from './references/instance-classes.ts';
import { type LookAtSecurityGroups, network } from './references/network.ts';
import { parameterGroups } from './references/parameter-groups.ts';
import { referable } from './references/referable.ts';
import { engineVersion } from './references/version.ts';

/** What a restore refers to. */
export interface Referring {
  readonly engine: string;
  readonly snapshot_version: string;
  readonly settings: ClusterSettings;
  /** Those that will be made. */
  readonly instances: readonly InstanceSettings[];
  /** Where the deployment's own security group lies, if it has one. */
  readonly deployment_vpc_id?: string | undefined;
}

/** What RDS does not have of it, or what does not fit together; to be known before anything is deleted. */
export type References = (given: Referring) => Promise<readonly Reason[]>;

export const references =
  (client: RDSClient, lookAtSecurityGroups: LookAtSecurityGroups): References =>
  async (given) => {
    const rds = referable(client, given.engine);
    const { engine_version } = given.settings;
    const version = rds.version(engine_version);
    const reasons = await Promise.all([
      engineVersion(rds, given, version),
      parameterGroups(rds, given, version),
      instanceClasses(rds, given, version),
      network(rds, given, lookAtSecurityGroups),
    ]);
    return reasons.flat();
  };

/** What a restore refers to and RDS does not have, by field; to be known before anything is deleted. */
export type MissingReferences = (
  engine: string,
  settings: ClusterSettings,
) => Promise<readonly { readonly field: keyof ClusterSettings; readonly message: string }[]>;

export const missingReferences =
  (client: RDSClient): MissingReferences =>
  async (engine, settings) => {
    const { db_subnet_group_name, db_cluster_parameter_group_name } = settings;
    const { db_parameter_group_name, engine_version, db_instance_class } = settings;
    const checks: readonly Check[] = [
      {
        field: 'db_subnet_group_name',
        value: db_subnet_group_name,
        exists: async (DBSubnetGroupName) =>
          (await client.send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName })))
            .DBSubnetGroups,
      },
      {
        field: 'db_cluster_parameter_group_name',
        value: db_cluster_parameter_group_name,
        exists: async (DBClusterParameterGroupName) =>
          (
            await client.send(
              new DescribeDBClusterParameterGroupsCommand({ DBClusterParameterGroupName }),
            )
          ).DBClusterParameterGroups,
      },
      {
        field: 'db_parameter_group_name',
        value: db_parameter_group_name,
        exists: async (DBParameterGroupName) =>
          (await client.send(new DescribeDBParameterGroupsCommand({ DBParameterGroupName })))
            .DBParameterGroups,
      },
      {
        field: 'engine_version',
        value: engine_version,
        exists: async (EngineVersion) =>
          (
            await client.send(
              new DescribeDBEngineVersionsCommand({
                Engine: engine,
                EngineVersion,
                IncludeAll: true,
              }),
            )
          ).DBEngineVersions,
      },
      {
        field: 'db_instance_class',
        value: db_instance_class,
        exists: async (DBInstanceClass) =>
          (
            await client.send(
              new DescribeOrderableDBInstanceOptionsCommand({ Engine: engine, DBInstanceClass }),
            )
          ).OrderableDBInstanceOptions,
      },
    ];
    const missing: { field: keyof ClusterSettings; message: string }[] = [];
    for (const { field, value, exists } of checks)
      if (value !== undefined && !(await found(exists, value, field)))
        missing.push({ field, message: `${field}: RDS has no ${value} here for ${engine}` });
    return missing;
  };

interface Check {
  readonly field: keyof ClusterSettings;
  readonly value: string | undefined;
  readonly exists: (value: string) => Promise<readonly unknown[] | undefined>;
}

/** Groups that are missing are an error; versions and classes are an empty list. */
async function found(exists: Check['exists'], value: string, field: string): Promise<boolean> {
  try {
    return ((await exists(value)) ?? []).length > 0;
  } catch (error) {
    const notFound = [
      'DBSubnetGroupNotFoundFault',
      'DBParameterGroupNotFound',
      'DBClusterParameterGroupNotFoundFault',
    ];
    if (notFound.some((name) => isRdsError(error, name))) return false;
    throw meaningOf(error, `looking for ${field} ${value}`);
  }
}
