import * as z from 'zod';
import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { step } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { restoreSnapshot } from './restore-snapshot.ts';

const { ISOLATION_SECURITY_GROUP_ID: isolationGroup } = readVariables({
  ISOLATION_SECURITY_GROUP_ID: z.string(),
});

export const handler = step(
  contract,
  restoreSnapshot({ aurora: auroraOnAws(shippedConfiguration().environment), isolationGroup }),
);
