import type { DBEngineVersion, DescribeDBEngineVersionsCommandInput } from '@aws-sdk/client-rds';
import { onlyMembers } from '../input.ts';
import { filtered } from '../listing/filters.ts';
import { page } from '../listing/page.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import {
  ENGINE,
  type EngineVersion,
  engineVersions,
  isDefaultOfMajor,
  logTypesOf,
  upgradeTargets,
} from './versions.ts';

export const describeDBEngineVersions = (
  rds: Rds,
): Operation<DescribeDBEngineVersionsCommandInput> => ({
  permissions: (_input, call) => needs(rds, call, []),
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      'DBParameterGroupFamily',
      'DefaultOnly',
      'Engine',
      'EngineVersion',
      'Filters',
      'IncludeAll',
      'Marker',
      'MaxRecords',
    ]);
    const { Engine = ENGINE, EngineVersion, DBParameterGroupFamily, DefaultOnly } = input;
    const versions = filtered(Engine === ENGINE ? engineVersions : [], input.Filters, FILTERS)
      .filter(({ name, major }) => !EngineVersion || [name, major].includes(EngineVersion))
      .filter(({ family }) => !DBParameterGroupFamily || family === DBParameterGroupFamily)
      .filter(({ name }) => !DefaultOnly || isDefaultOfMajor(name));
    const { items, Marker } = page(versions, ({ name }) => name, input);
    return { DBEngineVersions: items.map(versionAnswer), Marker };
  },
});

const FILTERS = {
  'db-parameter-group-family': ({ family }: EngineVersion) => [family],
  engine: () => [ENGINE],
  'engine-mode': () => ['provisioned'],
  'engine-version': ({ name }: EngineVersion) => [name],
  status: () => ['available'],
};

const describe = ({ release, community }: EngineVersion): string =>
  `Aurora MySQL ${release} (compatible with MySQL ${community})`;

const versionAnswer = (version: EngineVersion): DBEngineVersion => ({
  Engine: ENGINE,
  MajorEngineVersion: version.major,
  EngineVersion: version.name,
  DBParameterGroupFamily: version.family,
  DBEngineDescription: 'Aurora MySQL',
  DBEngineVersionDescription: describe(version),
  ExportableLogTypes: [...logTypesOf(version)],
  SupportsLogExportsToCloudwatchLogs: true,
  SupportsReadReplica: false,
  SupportedEngineModes: ['provisioned'],
  SupportedFeatureNames: [],
  Status: 'available',
  ValidUpgradeTarget: upgradeTargets(version).map((target) => ({
    Engine: ENGINE,
    EngineVersion: target.name,
    Description: describe(target),
    AutoUpgrade: false,
    IsMajorVersionUpgrade: target.major !== version.major,
    SupportedEngineModes: ['provisioned'],
  })),
});
