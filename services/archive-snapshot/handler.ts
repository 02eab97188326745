import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { shippedConfiguration } from '../../shared/step/environment.ts';
import { step } from '../../shared/step/step.ts';
import { archiveSnapshot } from './archive-snapshot.ts';
import { contract } from './contract.ts';

export const handler = step(
  contract,
  archiveSnapshot(auroraOnAws(shippedConfiguration().environment)),
);
