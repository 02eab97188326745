import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type Stage, stages } from '../../events/index.ts';
import { type Configuration, parseConfiguration } from '../configuration/configuration.ts';

/** What `infra` tells every function of the pipeline. */
const variables = z.object({
  AWS_REGION: z.string(),
  ACCOUNT_ID: z.string(),
  SERVICE_NAME: z.string(),
  STATE_TABLE: z.string(),
  RESOURCES_TABLE: z.string(),
  AUDIT_TABLE: z.string(),
  BUS_NAME: z.string(),
  QUEUE_URL: z.string(),
  DEAD_LETTER_QUEUE: z.string(),
  MAX_RECEIVES: z.coerce.number().int().min(1),
});

/** The variables of this function; an error names every one that is missing. */
export function readVariables<Shape extends z.ZodRawShape>(more: Shape) {
  const parsed = variables.extend(more).safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`the function's environment is incomplete:\n${z.prettifyError(parsed.error)}`);
}

/** Which queue serves which stage, as `infra` tells it in JSON. */
export const stageQueues = z.string().transform((text) => {
  const queues = z.partialRecord(z.enum(stages), z.string()).parse(JSON.parse(text));
  return (stage: Stage): string => {
    const queue = queues[stage];
    if (queue === undefined) throw new Error(`no queue is named that serves the stage ${stage}`);
    return queue;
  };
});

/** The configuration that was shipped with the bundle. */
export function shippedConfiguration(): Configuration {
  const file = new URL('./configuration.json', import.meta.url);
  return parseConfiguration(JSON.parse(readFileSync(file, 'utf8')), 'configuration.json');
}
