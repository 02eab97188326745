import { z } from 'zod';
import { wholeNumber } from './parse-properties.ts';

const level = z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']);

/**
 * `AWS::Lambda::Function`. What has a counterpart here is obeyed; what stands in the second half means
 * nothing on one machine; any other property is an error.
 */
export const FunctionProperties = z.strictObject({
  FunctionName: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  PackageType: z.literal('Zip').optional(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Runtime: z.literal('nodejs24.x'),
  Handler: z.string().regex(/^[^.\s]+\.[^\s]+$/),
  Role: z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/),
  Timeout: wholeNumber(1, 900).default(3),
  MemorySize: wholeNumber(128, 10_240).default(128),
  ReservedConcurrentExecutions: wholeNumber(0, 1000).optional(),
  RecursiveLoop: z.enum(['Allow', 'Terminate']).default('Terminate'),
  Environment: z
    .strictObject({ Variables: z.record(z.string(), z.string()).default({}) })
    .optional(),
  LoggingConfig: z
    .strictObject({
      LogGroup: z.string().optional(),
      LogFormat: z.enum(['Text', 'JSON']).optional(),
      ApplicationLogLevel: level.optional(),
      SystemLogLevel: level.optional(),
    })
    .optional(),

  Architectures: z
    .array(z.enum(['x86_64', 'arm64']))
    .length(1)
    .optional(),
  Description: z.string().optional(),
  EphemeralStorage: z.strictObject({ Size: wholeNumber(512, 10_240) }).optional(),
  KmsKeyArn: z.string().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
  TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']) }).optional(),
  VpcConfig: z
    .strictObject({
      SubnetIds: z.array(z.string()).optional(),
      SecurityGroupIds: z.array(z.string()).optional(),
      Ipv6AllowedForDualStack: z.boolean().optional(),
    })
    .optional(),
});
export type FunctionProperties = z.infer<typeof FunctionProperties>;
