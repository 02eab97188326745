import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { sourcesOnAws } from '../../shared/aurora/sources-on-aws.ts';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { step } from '../../shared/step/step.ts';
import { archiveSnapshot } from './archive-snapshot.ts';
import { contract } from './contract.ts';
import { leaveSource } from './leave-source.ts';

const variables = readVariables({});
const configuration = shippedConfiguration();

export const handler = step(
  contract,
  archiveSnapshot(
    auroraOnAws(configuration.environment),
    leaveSource(sourcesOnAws(configuration, variables), variables.ACCOUNT_ID),
  ),
);
