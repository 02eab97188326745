import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { namesOf } from '../../shared/configuration/names.ts';
import { Operations } from '../../shared/operation/operations.ts';
import type { Place } from '../place.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What every client is made with. A local environment takes any key, so nobody need have one. */
export const clientOptions = ({ region, endpointUrl }: Place, env: Environment) => ({
  ...(region && { region }),
  ...(endpointUrl && { endpoint: endpointUrl }),
  ...(endpointUrl && isLoopback(endpointUrl) && !env.AWS_ACCESS_KEY_ID && { credentials: anyKey }),
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
});

export const anyKey = { accessKeyId: 'test', secretAccessKey: 'test' };

const isLoopback = (url: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

export const eventsClient = (place: Place, env: Environment): EventBridgeClient =>
  new EventBridgeClient(clientOptions(place, env));

/** The operations of a deployment, and the region they turned out to be in. */
export function operationsAt(place: Place, env: Environment) {
  const client = new DynamoDBClient(clientOptions(place, env));
  const names = namesOf(place.environment);
  const tables = { state: names.stateTable, resources: names.resourcesTable };
  return {
    operations: new Operations(DynamoDBDocumentClient.from(client), tables),
    region: (): Promise<string> => client.config.region(),
  };
}
