import { z } from 'zod';
import { parseArn } from '../arn.ts';
import { checked, nameOf } from '../checked.ts';
import { invalid, notServed } from '../errors.ts';
import { readJson } from '../read-json.ts';
import { headerName } from './http-parameters.ts';
import { templateProblem } from './input-template.ts';
import { parseJsonPath } from './json-path.ts';

const jsonPath = z
  .string()
  .max(256)
  .refine((path) => parseJsonPath(path) !== undefined, {
    error: 'must be a JSONPath in dot notation',
  });
const json = z
  .string()
  .max(8192)
  .refine((text) => readJson(text) !== undefined, { error: 'must be JSON' });
const queueArn = z
  .string()
  .regex(/^arn:aws:sqs:/, { error: 'must be the ARN of an SQS queue' })
  .refine((arn) => !arn.endsWith('.fifo'), { error: 'must not be a FIFO queue' });

/** As the API and templates spell it. */
const targetSchema = z.strictObject({
  Id: nameOf(64),
  Arn: z.string().min(1).max(1600),
  RoleArn: z.string().optional(),
  Input: json.optional(),
  InputPath: jsonPath.optional(),
  InputTransformer: z
    .strictObject({
      InputPathsMap: z
        .record(z.string().regex(/^(?!AWS)[\w-]+$/), jsonPath)
        .refine((paths) => Object.keys(paths).length <= 100, { error: 'has more than 100 paths' })
        .optional(),
      InputTemplate: z.string().min(1).max(8192),
    })
    .optional(),
  HttpParameters: z
    .strictObject({
      PathParameterValues: z.array(z.string()).optional(),
      HeaderParameters: z.record(headerName, z.string().max(512)).optional(),
      QueryStringParameters: z.record(z.string().max(512), z.string().max(512)).optional(),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: queueArn.optional() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
    })
    .optional(),
});

export type Target = z.infer<typeof targetSchema>;

export function parseTarget(value: unknown, where: string): Target {
  const target = checked(targetSchema, value, where);
  const inputs = [target.Input, target.InputPath, target.InputTransformer];
  const changed = inputs.filter((input) => input !== undefined).length;
  if (changed > 1) {
    throw invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`,
    );
  }
  if (target.InputTransformer !== undefined) {
    const problem = templateProblem(target.InputTransformer);
    if (problem !== undefined) {
      throw invalid(`InputTemplate for target ${target.Id} contains ${problem}.`);
    }
  }
  checkServed(target, changed > 0);
  return target;
}

function checkServed({ Id, Arn, RoleArn, HttpParameters }: Target, changed: boolean): void {
  const arn = parseArn(Arn);
  if (arn === undefined) throw invalid(`Parameter ${Arn} is not valid. Reason: it is no ARN.`);
  if (isApiDestination(Arn)) {
    if (RoleArn === undefined) throw invalid(`RoleArn is required for target ${Id}.`);
    return;
  }
  if (HttpParameters) throw notServed(`Target ${Id}, HttpParameters for ${Arn}`);
  const bus = isBus(Arn);
  if (!bus && arn.service !== 'sqs' && arn.service !== 'sns') {
    throw notServed(`Target ${Id}, of type ${arn.service}: ${Arn}`);
  }
  if (Arn.endsWith('.fifo')) throw notServed(`Target ${Id}, a FIFO queue or topic: ${Arn}`);
  if (bus && changed) throw notServed(`Target ${Id}, an event bus with a changed input`);
}

export const isBus = (arn: string): boolean => isOfEvents(arn, 'event-bus/');

export const isApiDestination = (arn: string): boolean => isOfEvents(arn, 'api-destination/');

function isOfEvents(arn: string, prefix: string): boolean {
  const { service, resource } = parseArn(arn) ?? {};
  return service === 'events' && resource?.startsWith(prefix) === true;
}
