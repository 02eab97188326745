import { RDSClient } from '@aws-sdk/client-rds';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '../aws/clients.ts';
import type { Place } from '../place.ts';
import type { LocalPipeline } from './bring-up.ts';

/** An operator's clients of a local environment. */
export interface LocalClients {
  readonly rds: RDSClient;
  readonly secrets: SecretsManagerClient;
}

/** The deployment in a local environment, as commands see one. */
export const placeIn = ({ aws, environment }: LocalPipeline): Place => ({
  environment,
  region: aws.region,
  endpointUrl: aws.endpoint,
  flags: [],
});

/** Whatever credentials and endpoints this machine is set up with play no part. */
export function localClients(pipeline: LocalPipeline): LocalClients {
  const options = clientOptions(placeIn(pipeline), {});
  return { rds: new RDSClient(options), secrets: new SecretsManagerClient(options) };
}
