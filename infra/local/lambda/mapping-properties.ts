import { z } from 'zod';
import { flag, wholeNumber } from './parse-properties.ts';

/**
 * `AWS::Lambda::EventSourceMapping` of a queue. Larger batches need a batching window, which is not
 * implemented; neither are filters. Any property that is not here is an error.
 */
export const MappingProperties = z.strictObject({
  EventSourceArn: z
    .string()
    .regex(/^arn:aws:sqs:[^:]+:\d{12}:[^:]+$/, 'must be the ARN of a queue'),
  FunctionName: z.string(),
  Enabled: flag.default(true),
  BatchSize: wholeNumber(1, 10).default(10),
  MaximumBatchingWindowInSeconds: wholeNumber(0, 0).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: wholeNumber(2, 1000).optional() }).optional(),

  MetricsConfig: z.strictObject({ Metrics: z.array(z.string()).optional() }).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});
