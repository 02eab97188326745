import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { shippedConfiguration } from '../../shared/step/environment.ts';
import { step } from '../../shared/step/step.ts';
import { checkInstanceStatus } from './check-instance-status.ts';
import { contract } from './contract.ts';

export const handler = step(
  contract,
  checkInstanceStatus(auroraOnAws(shippedConfiguration().environment)),
);
