import type { AccountQuota, DescribeAccountAttributesCommandInput } from '@aws-sdk/client-rds';
import type { Operation } from './operation.ts';
import { needs } from './permissions/needs.ts';
import { type Quotas, used } from './quotas.ts';
import type { Rds } from './rds.ts';

/** The quotas that the local RDS counts, by the names AWS tells them by. */
export const describeAccountAttributes = (
  rds: Rds,
): Operation<DescribeAccountAttributesCommandInput> => ({
  permissions: (_input, call) => needs(rds, call, []),
  run: (_input, call) => {
    const region = rds.regions.at(call);
    const told = (AccountQuotaName: string, quota: keyof Quotas): AccountQuota => ({
      AccountQuotaName,
      Used: used(region, quota),
      Max: rds.quotas[quota],
    });
    return {
      AccountQuotas: [
        told('DBClusters', 'clusters'),
        told('DBInstances', 'instances'),
        told('ManualClusterSnapshots', 'manualSnapshots'),
      ],
    };
  },
});
