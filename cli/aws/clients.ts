import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { RDSClient } from '@aws-sdk/client-rds';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Aurora, aurora } from '../../shared/aurora/aurora.ts';
import { namesOf } from '../../shared/configuration/names.ts';
import { Lines } from '../../shared/line/lines.ts';
import { documentsOf } from '../../shared/operation/documents.ts';
import { Operations } from '../../shared/operation/operations.ts';
import type { Place } from '../place.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What every client is made with. A local environment takes any key, so
 * nobody need have one.
 */
export const clientOptions = ({ region, endpointUrl }: Place, env: Environment) => {
  const local = endpointUrl !== undefined && isLoopback(endpointUrl);
  return {
    ...(endpointUrl && { endpoint: endpointUrl }),
    ...(region ? { region } : local && { region: 'us-east-1' }),
    ...(local && !env.AWS_ACCESS_KEY_ID && { credentials: anyKey }),
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
  };
};

const anyKey = { accessKeyId: 'test', secretAccessKey: 'test' };

const isLoopback = (url: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

export const eventsClient = (place: Place, env: Environment): EventBridgeClient =>
  new EventBridgeClient(clientOptions(place, env));

export const queuesClient = (place: Place, env: Environment): SQSClient =>
  new SQSClient(clientOptions(place, env));

/** One that describes, with the SDK's retries, and one that makes every call once or not at all. */
export function rdsClients(place: Place, env: Environment) {
  const options = clientOptions(place, env);
  return {
    client: new RDSClient(options),
    oneAttempt: new RDSClient({ ...options, maxAttempts: 1 }),
  };
}

/** Looks at what RDS has, but not for long: what it shows is not worth waiting for. */
export function auroraAt(
  place: Place,
  env: Environment,
): Pick<Aurora, 'cluster' | 'instance' | 'snapshot'> {
  const { oneAttempt } = rdsClients(place, env);
  return aurora(oneAttempt, oneAttempt, place.environment);
}

/** The operations of a deployment, and where they turned out to be. */
export function operationsAt(place: Place, env: Environment) {
  const options = clientOptions(place, env);
  const client = new DynamoDBClient(options);
  const names = namesOf(place.environment);
  const tables = { state: names.stateTable, resources: names.resourcesTable };
  const documents = documentsOf(client);
  const operations = new Operations(documents, tables);
  const region = (): Promise<string> => client.config.region();
  return {
    operations,
    region,
    lines: async () =>
      new Lines(documents, { table: tables.resources, region: await region() }, operations),
  };
}
