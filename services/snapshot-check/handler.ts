import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { lookAtKey } from '../../shared/aurora/keys.ts';
import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { missingReferences } from '../../shared/aurora/references.ts';
import { namesOf } from '../../shared/configuration/names.ts';
import { masterLoginOnAws } from '../../shared/database/master-login.ts';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { operationsOf, step } from '../../shared/step/step.ts';
import { alsoImpossible } from './also-impossible.ts';
import { contract } from './contract.ts';
import { snapshotCheck } from './snapshot-check.ts';

const variables = readVariables({});
const configuration = shippedConfiguration();
const aurora = auroraOnAws(configuration.environment);
const region = variables.AWS_REGION;

export const handler = step(
  contract,
  snapshotCheck({
    aurora,
    missingReferences: missingReferences(new RDSClient()),
    lookAtKey: lookAtKey(new KMSClient()),
    operations: operationsOf(variables),
    masterLogin: masterLoginOnAws(namesOf(configuration.environment).masterSecret),
    configuration,
    region,
  }),
  alsoImpossible({ aurora, configuration, region }),
);
