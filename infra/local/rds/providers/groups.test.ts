import { DescribeDBSubnetGroupsCommand } from '@aws-sdk/client-rds';
import { expect, it } from 'vitest';
import type { TemplatePlace } from '../../service.ts';
import { ACCOUNT, arn, REGION, rdsKit, SUBNETS } from '../rds.fixture.ts';

const at: TemplatePlace = {
  logicalId: 'Subnets',
  stackName: 'Network',
  region: REGION,
  accountId: ACCOUNT,
  asset: () => '',
};

const providerOf = (type: string) => {
  const kit = rdsKit();
  const provider = kit.rds.providers.find((one) => one.type === type);
  if (!provider) throw new Error(`no provider of ${type}`);
  return { ...kit, create: async (properties: unknown) => provider.create(properties, at) };
};

it('a subnet group of a template can be described by its reference', async () => {
  const { create, send } = providerOf('AWS::RDS::DBSubnetGroup');

  const { ref, attributes } = await create({
    DBSubnetGroupDescription: 'mine',
    SubnetIds: SUBNETS,
    Tags: [{ Key: 'team', Value: 'dba' }],
  });

  expect(ref).toMatch(/^network-subnets-[0-9a-f]{12}$/);
  const { DBSubnetGroups } = await send(
    new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: ref }),
  );
  expect(DBSubnetGroups?.[0]?.DBSubnetGroupArn).toBe(attributes?.DBSubnetGroupArn);
});

it.each([
  ['AWS::RDS::DBParameterGroup', 'DBParameterGroupName'],
  ['AWS::RDS::DBClusterParameterGroup', 'DBClusterParameterGroupName'],
])('an %s keeps the name that its template gives it', async (type, property) => {
  const { create } = providerOf(type);
  const { ref } = await create({
    [property]: 'Slow-Log',
    Description: 'mine',
    Family: 'aurora-mysql8.0',
    Parameters: { slow_query_log: '1' },
  });
  expect(ref).toBe('slow-log');
});

it('an unknown property is refused by name', async () => {
  const { create } = providerOf('AWS::RDS::DBSubnetGroup');
  const properties = { DBSubnetGroupDescription: 'mine', SubnetIds: [], Vpc: arn('vpc', 'x') };
  await expect(create(properties)).rejects.toThrow(/Vpc/);
});
