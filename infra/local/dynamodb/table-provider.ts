import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { CreatedResource, ResourceProvider, TemplatePlace } from '../service.ts';
import type { Engine } from './engine.ts';
import { codeOf, isFailure } from './failure.ts';
import {
  globalTableProperties,
  type TableProperties,
  tableProperties,
} from './table-properties.ts';

type EngineOf = (at: TemplatePlace) => Promise<Engine>;

export const tableProviders = (engineOf: EngineOf): readonly ResourceProvider[] => [
  {
    type: 'AWS::DynamoDB::Table',
    create: async (properties, at) =>
      createTable(await engineOf(at), tableProperties.parse(properties), at),
  },
  {
    type: 'AWS::DynamoDB::GlobalTable',
    create: async (properties, at) => {
      const { Replicas, ...table } = globalTableProperties.parse(properties);
      const [{ Region, ...replica }] = Replicas;
      if (Region !== at.region) throw new Error(`Replicas.0.Region: ${Region} is not ${at.region}`);
      return createTable(await engineOf(at), { ...table, ...replica }, at);
    },
  },
];

async function createTable(
  engine: Engine,
  properties: TableProperties,
  at: TemplatePlace,
): Promise<CreatedResource> {
  const { PointInTimeRecoverySpecification, TimeToLiveSpecification, SSESpecification, ...table } =
    properties;
  const TableName = properties.TableName ?? `${at.stackName}-${at.logicalId}`;
  const { SSEEnabled: Enabled, ...encryption } = SSESpecification ?? {};
  const before = await describe(engine, TableName);
  if (before) requireSame(before, properties, TableName);
  else
    await engine.run('CreateTable', {
      ...table,
      TableName,
      ...(SSESpecification ? { SSESpecification: { Enabled, ...encryption } } : {}),
    });

  if (PointInTimeRecoverySpecification)
    await engine.run('UpdateContinuousBackups', { TableName, PointInTimeRecoverySpecification });
  if (TimeToLiveSpecification?.Enabled && !before)
    await engine.run('UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  return {
    ref: TableName,
    attributes: { Arn: `arn:aws:dynamodb:${at.region}:${at.accountId}:table/${TableName}` },
  };
}

const schema = z.object({
  KeySchema: z.unknown(),
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), KeySchema: z.unknown(), Projection: z.unknown() }))
    .optional(),
});

async function describe(engine: Engine, TableName: string): Promise<object | undefined> {
  try {
    return z.object({ Table: schema }).parse(await engine.run('DescribeTable', { TableName }))
      .Table;
  } catch (error) {
    if (isFailure(error) && codeOf(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** A table that outlived the program that made it is taken over, unless the template has since changed it. */
function requireSame(before: object, properties: TableProperties, name: string): void {
  if (!isDeepStrictEqual(before, schema.parse(properties)))
    throw new Error(`the table ${name} is there already, with other keys or indexes`);
}
