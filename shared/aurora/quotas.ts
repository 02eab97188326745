import { DescribeAccountAttributesCommand, type RDSClient } from '@aws-sdk/client-rds';
import type { Reason } from '../errors.ts';
import { told } from './outcomes.ts';

/** How many more of each a restore makes than it deletes first. */
export interface Needed {
  readonly clusters: number;
  readonly instances: number;
  readonly manual_snapshots: number;
}

/** The quotas of the account that a restore would exceed. One that RDS does not tell says nothing. */
export type Quotas = (needed: Needed) => Promise<readonly Reason[]>;

export const quotas =
  (client: RDSClient): Quotas =>
  async (needed) => {
    const { AccountQuotas = [] } = await told('DescribeAccountAttributes', () =>
      client.send(new DescribeAccountAttributesCommand({})),
    );
    return AccountQuotas.flatMap(({ AccountQuotaName: name = '', Used, Max }): Reason[] => {
      const counted = counts.find(([quota]) => quota === name)?.[1];
      const more = counted === undefined ? 0 : needed[counted];
      if (more <= 0 || Used === undefined || Max === undefined || Used + more <= Max) return [];
      const message = `quota ${name}: ${Used} of ${Max} are used, and the restore needs ${more} more`;
      return [{ code: 'QUOTA_EXCEEDED', message }];
    });
  };

/** Source: RDS API reference, `AccountQuota`. `ManualSnapshots` counts those of instances. */
const counts = [
  ['DBClusters', 'clusters'],
  ['DBInstances', 'instances'],
  ['ManualClusterSnapshots', 'manual_snapshots'],
] as const satisfies readonly (readonly [string, keyof Needed])[];
