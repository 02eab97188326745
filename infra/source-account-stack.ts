import { type App, Stack } from 'aws-cdk-lib';
import type { Deployment } from './deployment.ts';
import { SourceAccount } from './source-account.ts';

/** Where a source account's stack belongs, and whether that is the region that has the role. */
interface SourcePlace {
  readonly account_id: string;
  readonly region: string;
  readonly withRole: boolean;
}

/** What one region of an account needs that the pipeline's snapshots come from. */
export class SourceAccountStack extends Stack {
  constructor(app: App, deployment: Deployment, { account_id, region, withRole }: SourcePlace) {
    super(app, `${deployment.stack_name}-source-${account_id}-${region}`, {
      description: 'Lets the Aurora restore pipeline reach snapshots of this account',
      env: { account: account_id, region },
    });
    const account = deployment.source_accounts.find((one) => one.account_id === account_id);
    const { pipeline } = deployment;
    if (!pipeline || !(account || account_id === pipeline.account_id))
      throw new Error(`source_accounts does not name ${account_id}, or pipeline is missing`);
    new SourceAccount(this, 'SourceAccount', {
      pipeline: {
        accountId: pipeline.account_id,
        region: pipeline.region,
        environment: deployment.environment,
      },
      ...(withRole &&
        account && {
          role: {
            externalId: account.external_id,
            share: account.share,
            extraCopies: Object.keys(account.extra_copy_kms_key_ids).length > 0,
          },
        }),
    });
  }
}

/** The stacks of every source account: a role is the whole account's, so its first region has it. */
export const sourceAccountStacks = (app: App, deployment: Deployment): SourceAccountStack[] =>
  Object.entries(deployment.source_regions).flatMap(([account_id, regions]) =>
    regions.map(
      (region, index) =>
        new SourceAccountStack(app, deployment, { account_id, region, withRole: index === 0 }),
    ),
  );
