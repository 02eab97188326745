import { z } from 'zod';

/** Parameters are strings, whatever they stand for. */
const flag = z.union([z.boolean(), z.stringbool()]);
const units = z.coerce.number().int();

const throughput = z.strictObject({ ReadCapacityUnits: units, WriteCapacityUnits: units });
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.string() })),
  Projection: z.strictObject({
    ProjectionType: z.string(),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

/** The properties of an `AWS::DynamoDB::Table` that are supported. */
export const tableProperties = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.string() }),
  ),
  KeySchema: index.shape.KeySchema,
  BillingMode: z.string().optional(),
  ProvisionedThroughput: throughput.optional(),
  GlobalSecondaryIndexes: z
    .array(index.extend({ ProvisionedThroughput: throughput.optional() }))
    .optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  DeletionProtectionEnabled: flag.optional(),
  PointInTimeRecoverySpecification: z
    .strictObject({ PointInTimeRecoveryEnabled: flag, RecoveryPeriodInDays: units.optional() })
    .optional(),
  SSESpecification: z
    .strictObject({
      SSEEnabled: flag,
      SSEType: z.string().optional(),
      KMSMasterKeyId: z.string().optional(),
    })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: flag }).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});
export type TableProperties = z.infer<typeof tableProperties>;

const { DeletionProtectionEnabled, PointInTimeRecoverySpecification, Tags } = tableProperties.shape;

/** An `AWS::DynamoDB::GlobalTable` with nothing but its own region's replica is a table like any other. */
export const globalTableProperties = tableProperties
  .omit({ DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: true, Tags: true })
  .extend({
    Replicas: z.tuple([
      z.strictObject({
        Region: z.string(),
        DeletionProtectionEnabled,
        PointInTimeRecoverySpecification,
        Tags,
      }),
    ]),
  });
