import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { operationsOf, step } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { copySnapshot } from './copy-snapshot.ts';

const variables = readVariables({});

export const handler = step(
  contract,
  copySnapshot({
    aurora: auroraOnAws(shippedConfiguration().environment),
    operations: operationsOf(variables),
    region: variables.AWS_REGION,
  }),
);
