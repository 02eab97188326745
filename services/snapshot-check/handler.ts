import { EC2Client } from '@aws-sdk/client-ec2';
import { RDSClient } from '@aws-sdk/client-rds';
import * as z from 'zod';
import { copiesInProgress } from '../../shared/aurora/copies-in-progress.ts';
import { tryGrant } from '../../shared/aurora/grant-trial.ts';
import { auroraOnAws } from '../../shared/aurora/on-aws.ts';
import { quotas } from '../../shared/aurora/quotas.ts';
import { referable } from '../../shared/aurora/references/referable.ts';
import { references } from '../../shared/aurora/references.ts';
import { defaultSecurityGroup, lookAtSecurityGroups } from '../../shared/aurora/security-groups.ts';
import { sourcesOnAws } from '../../shared/aurora/sources-on-aws.ts';
import { namesOf } from '../../shared/configuration/names.ts';
import { masterLoginOnAws } from '../../shared/database/master-login.ts';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { linesOf, operationsOf, step } from '../../shared/step/step.ts';
import { alsoImpossible } from './also-impossible.ts';
import { contract } from './contract.ts';
import { ENGINE } from './investigate.ts';
import { snapshotCheck } from './snapshot-check.ts';

const variables = readVariables({
  ROLE_ARN: z.string(),
  ISOLATION_SECURITY_GROUP_ID: z.string(),
  VPC_ID: z.string(),
});
const configuration = shippedConfiguration();
const here = { account_id: variables.ACCOUNT_ID, region: variables.AWS_REGION };
const sourceAt = sourcesOnAws(configuration, variables, tryGrant(variables.ROLE_ARN));
const rds = new RDSClient();
const ec2 = new EC2Client();

export const handler = step(
  contract,
  snapshotCheck({
    aurora: auroraOnAws(configuration.environment),
    sourceAt,
    references: references(rds, lookAtSecurityGroups(ec2)),
    defaultSecurityGroup: defaultSecurityGroup(referable(rds, ENGINE), ec2),
    quotas: quotas(rds),
    copiesInProgress: copiesInProgress(rds),
    lines: linesOf(variables),
    max_concurrent_restores: configuration.max_concurrent_restores,
    operations: operationsOf(variables),
    masterLogin: masterLoginOnAws(namesOf(configuration.environment).masterSecret),
    configuration,
    here,
    isolation_group: variables.ISOLATION_SECURITY_GROUP_ID,
    deployment_vpc_id: variables.VPC_ID,
  }),
  alsoImpossible({ sourceAt, configuration, here }),
);
