import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { shippedConfiguration } from '../../shared/step/environment.ts';
import { step } from '../../shared/step/step.ts';
import { checkDeleteStatus } from './check-delete-status.ts';
import { contract } from './contract.ts';

export const handler = step(
  contract,
  checkDeleteStatus(auroraOnAws(shippedConfiguration().environment)),
);
