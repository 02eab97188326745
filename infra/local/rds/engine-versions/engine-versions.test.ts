import {
  DescribeDBEngineVersionsCommand,
  type DescribeDBEngineVersionsCommandInput,
  DescribeOrderableDBInstanceOptionsCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { rdsKit } from '../rds.fixture.ts';

const versions = async (input: DescribeDBEngineVersionsCommandInput) => {
  const { send } = rdsKit();
  const { DBEngineVersions = [] } = await send(new DescribeDBEngineVersionsCommand(input));
  return DBEngineVersions;
};

describe('engine versions', () => {
  it('upgrade to newer ones, of the next major version too', async () => {
    const [version] = await versions({ EngineVersion: '5.7.mysql_aurora.2.12.5' });

    expect(version?.ValidUpgradeTarget).toContainEqual(
      expect.objectContaining({
        EngineVersion: '5.7.mysql_aurora.2.12.6',
        IsMajorVersionUpgrade: false,
      }),
    );
    expect(version?.ValidUpgradeTarget).toContainEqual(
      expect.objectContaining({
        EngineVersion: '8.0.mysql_aurora.3.12.0',
        IsMajorVersionUpgrade: true,
      }),
    );
  });

  it('have one default a major version', async () => {
    const defaults = await versions({ DefaultOnly: true });
    expect(defaults.map(({ MajorEngineVersion }) => MajorEngineVersion)).toEqual(['5.7', '8.0']);
  });

  it('are none of another engine', async () => {
    expect(await versions({ Engine: 'postgres' })).toEqual([]);
  });
});

it('serverless instances are offered for version 8.0 only', async () => {
  const { send } = rdsKit();
  const majors = new Set<string | undefined>();

  const { OrderableDBInstanceOptions = [] } = await send(
    new DescribeOrderableDBInstanceOptionsCommand({
      Engine: 'aurora-mysql',
      DBInstanceClass: 'db.serverless',
    }),
  );
  for (const { EngineVersion } of OrderableDBInstanceOptions)
    majors.add(EngineVersion?.slice(0, 3));

  expect(majors).toEqual(new Set(['8.0']));
});
