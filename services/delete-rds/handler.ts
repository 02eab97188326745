import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { operationsOf, step } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { deleteRds } from './delete-rds.ts';

const variables = readVariables({});

export const handler = step(
  contract,
  deleteRds({
    aurora: auroraOnAws(),
    operations: operationsOf(variables),
    allowed: shippedConfiguration().allowed_targets,
    region: variables.AWS_REGION,
  }),
);
