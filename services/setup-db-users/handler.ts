import * as z from 'zod';
import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { connectWith } from '../../shared/database/connect.ts';
import { masterLoginOnAws } from '../../shared/database/master-login.ts';
import { userSecretsOnAws } from '../../shared/database/user-secrets.ts';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { step } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { setupDbUsers } from './setup-db-users.ts';

/** `rds`, or a PEM: whom to trust for the servers' certificates. */
const { DATABASE_CA } = readVariables({ DATABASE_CA: z.string().min(1) });
const configuration = shippedConfiguration();

export const handler = step(
  contract,
  setupDbUsers({
    aurora: auroraOnAws(configuration.environment),
    connect: connectWith(DATABASE_CA),
    masterLogin: masterLoginOnAws,
    userSecrets: userSecretsOnAws(),
    configuration,
  }),
);
