import {
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBEngineVersionsCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBSubnetGroupsCommand,
  paginateDescribeOrderableDBInstanceOptions,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { found, told } from '../outcomes.ts';

export interface SubnetGroup {
  readonly vpc_id: string | undefined;
  readonly availability_zones: ReadonlySet<string>;
}

export interface ParameterGroup {
  readonly family: string;
}

export interface Version extends ParameterGroup {
  readonly log_types: readonly string[];
  readonly upgrades_to: readonly string[];
}

/** What RDS has here that a restore can refer to, each by its name; `undefined` where it has none. */
export interface Referable {
  readonly engine: string;
  subnetGroup(name: string): Promise<SubnetGroup | undefined>;
  clusterParameterGroup(name: string): Promise<ParameterGroup | undefined>;
  instanceParameterGroup(name: string): Promise<ParameterGroup | undefined>;
  version(name: string): Promise<Version | undefined>;
  /** The availability zones in which instances of a class run a version. */
  zonesOffering(instanceClass: string, version: string): Promise<ReadonlySet<string> | undefined>;
}

/** Groups that are missing are an error; versions and classes are an empty list. */
export const referable = (client: RDSClient, engine: string): Referable => ({
  engine,
  subnetGroup: (DBSubnetGroupName) =>
    found('DBSubnetGroupNotFoundFault', `DescribeDBSubnetGroups ${DBSubnetGroupName}`, async () => {
      const command = new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName });
      const [group] = (await client.send(command)).DBSubnetGroups ?? [];
      const zones = (group?.Subnets ?? []).map((subnet) => subnet.SubnetAvailabilityZone?.Name);
      return group && { vpc_id: group.VpcId, availability_zones: named(zones) };
    }),
  clusterParameterGroup: (name) =>
    found('DBParameterGroupNotFound', `DescribeDBClusterParameterGroups ${name}`, async () => {
      const command = new DescribeDBClusterParameterGroupsCommand({
        DBClusterParameterGroupName: name,
      });
      const [group] = (await client.send(command)).DBClusterParameterGroups ?? [];
      return group && { family: group.DBParameterGroupFamily ?? '' };
    }),
  instanceParameterGroup: (DBParameterGroupName) =>
    found(
      'DBParameterGroupNotFound',
      `DescribeDBParameterGroups ${DBParameterGroupName}`,
      async () => {
        const command = new DescribeDBParameterGroupsCommand({ DBParameterGroupName });
        const [group] = (await client.send(command)).DBParameterGroups ?? [];
        return group && { family: group.DBParameterGroupFamily ?? '' };
      },
    ),
  version: (EngineVersion) =>
    told(`DescribeDBEngineVersions ${EngineVersion}`, async () => {
      const command = new DescribeDBEngineVersionsCommand({
        Engine: engine,
        EngineVersion,
        IncludeAll: true,
      });
      const [version] = (await client.send(command)).DBEngineVersions ?? [];
      return (
        version && {
          family: version.DBParameterGroupFamily ?? '',
          log_types: version.ExportableLogTypes ?? [],
          upgrades_to: [
            ...named((version.ValidUpgradeTarget ?? []).map((target) => target.EngineVersion)),
          ],
        }
      );
    }),
  zonesOffering: (DBInstanceClass, EngineVersion) =>
    told(`DescribeOrderableDBInstanceOptions ${DBInstanceClass}`, async () => {
      const options = [];
      const pages = paginateDescribeOrderableDBInstanceOptions(
        { client },
        { Engine: engine, EngineVersion, DBInstanceClass },
      );
      for await (const page of pages) options.push(...(page.OrderableDBInstanceOptions ?? []));
      const zones = options.flatMap(({ AvailabilityZones = [] }) => AvailabilityZones);
      return options.length === 0 ? undefined : named(zones.map(({ Name }) => Name));
    }),
});

const named = (names: readonly (string | undefined)[]): ReadonlySet<string> =>
  new Set(names.filter((name) => name !== undefined));
