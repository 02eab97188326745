import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { sourcesOnAws } from '../../shared/aurora/sources-on-aws.ts';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { linesOf, operationsOf, step } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { copySnapshot } from './copy-snapshot.ts';

const variables = readVariables({});
const configuration = shippedConfiguration();

export const handler = step(
  contract,
  copySnapshot({
    aurora: auroraOnAws(configuration.environment),
    sourceAt: sourcesOnAws(configuration, variables),
    operations: operationsOf(variables),
    lines: linesOf(variables),
    max_concurrent_copies: configuration.max_concurrent_copies,
    environment: configuration.environment,
    region: variables.AWS_REGION,
    accountId: variables.ACCOUNT_ID,
  }),
);
