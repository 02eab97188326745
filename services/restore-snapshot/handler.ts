import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { shippedConfiguration } from '../../shared/step/environment.ts';
import { step } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { restoreSnapshot } from './restore-snapshot.ts';

export const handler = step(
  contract,
  restoreSnapshot(auroraOnAws(shippedConfiguration().environment)),
);
