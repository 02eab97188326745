import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { readVariables } from '../../shared/step/environment.ts';
import { operationsOf, step } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { createInstances } from './create-instances.ts';

const variables = readVariables({});

export const handler = step(
  contract,
  createInstances({
    aurora: auroraOnAws(),
    operations: operationsOf(variables),
    region: variables.AWS_REGION,
  }),
);
