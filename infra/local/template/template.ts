import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);

const parameter = z.strictObject({
  Type: z.string(),
  Default: scalar.optional(),
  AllowedValues: z.array(scalar).optional(),
  AllowedPattern: z.string().optional(),
  MinLength: z.coerce.number().optional(),
  MaxLength: z.coerce.number().optional(),
  MinValue: z.coerce.number().optional(),
  MaxValue: z.coerce.number().optional(),
  ConstraintDescription: z.string().optional(),
  Description: z.string().optional(),
  NoEcho: z.unknown().optional(),
});
export type Parameter = z.infer<typeof parameter>;

const resource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: names.default([]),
  Condition: z.string().optional(),
  Metadata: z.unknown().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

const output = z.strictObject({
  Value: z.unknown(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: z.unknown() }).optional(),
  Description: z.string().optional(),
});

/** A CloudFormation template. What is not here (transforms, hooks, creation policies) is not supported. */
export const template = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Parameters: z.record(z.string(), parameter).default({}),
  Mappings: z
    .record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())))
    .default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), output).default({}),
  /** Only the CDK's own question about its bootstrap stack, which has no meaning here. */
  Rules: z.strictObject({ CheckBootstrapVersion: z.unknown() }).optional(),
});
export type Template = z.infer<typeof template>;
