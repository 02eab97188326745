import { KMSClient } from '@aws-sdk/client-kms';
import { lookAtKey } from '../../shared/aurora/keys.ts';
import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { operationsOf, step } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { deleteRds } from './delete-rds.ts';

const variables = readVariables({});
const configuration = shippedConfiguration();

export const handler = step(
  contract,
  deleteRds({
    aurora: auroraOnAws(configuration.environment),
    lookAtKey: lookAtKey(new KMSClient()),
    operations: operationsOf(variables),
    configuration,
    region: variables.AWS_REGION,
  }),
);
