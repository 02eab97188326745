import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { STSClient } from '@aws-sdk/client-sts';
import type { SourceAccount } from '../configuration/configuration.ts';
import { namesOf } from '../configuration/names.ts';
import { partitionOf } from './arn.ts';
import { assumedRole } from './assumed-role.ts';
import type { GrantTrial } from './grant-trial.ts';
import { onlyShared } from './only-shared.ts';
import { type SourceAt, type SourcePlace, type SourceSide, sourceSide } from './source.ts';

interface Deployment {
  readonly environment: string;
  readonly source_accounts: readonly SourceAccount[];
}

interface Variables {
  readonly ACCOUNT_ID: string;
  readonly AWS_REGION: string;
  readonly SERVICE_NAME: string;
}

/**
 * The sides of every place that a snapshot may come from, each made once. With `trial`, keys are proven
 * for the function itself.
 */
export function sourcesOnAws(
  deployment: Deployment,
  variables: Variables,
  trial?: GrantTrial,
): SourceAt {
  const sts = new STSClient();
  const made = new Map<string, SourceSide>();
  const { crossAccountRole } = namesOf(deployment.environment);
  const partition = partitionOf(variables.AWS_REGION);

  const make = (place: SourcePlace): SourceSide => {
    const { account_id, region } = place;
    const account = deployment.source_accounts.find((one) => one.account_id === account_id);
    const foreign = account_id !== variables.ACCOUNT_ID;
    const role = foreign &&
      account && {
        arn: `arn:${partition}:iam::${account_id}:role/${crossAccountRole}`,
        externalId: account.external_id,
        sessionName: variables.SERVICE_NAME,
      };
    const rds = new RDSClient({ region, ...(role && { credentials: assumedRole(sts, role) }) });
    /** One provider for all: a role that was assumed for a look is not assumed again for a change. */
    const { credentials } = rds.config;
    const clients = {
      rds,
      oneAttempt: new RDSClient({ region, credentials, maxAttempts: 1 }),
      kms: new KMSClient({ region, credentials }),
    };
    /** In its own name only: another account's role uses no key for RDS here. */
    const side = sourceSide(clients, deployment.environment, role ? undefined : trial);
    return foreign && !role ? onlyShared(side, rds, place, deployment.environment) : side;
  };

  return (place) => {
    const key = `${place.account_id} ${place.region}`;
    const side = made.get(key) ?? make(place);
    made.set(key, side);
    return side;
  };
}
