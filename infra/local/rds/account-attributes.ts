import type { AccountQuota, DescribeAccountAttributesCommandInput } from '@aws-sdk/client-rds';
import type { Operation } from './operation.ts';
import { needs } from './permissions/needs.ts';
import type { Rds } from './rds.ts';

/** The quotas that the local RDS counts, with AWS's defaults. It refuses nothing that exceeds them. */
export const describeAccountAttributes = (
  rds: Rds,
): Operation<DescribeAccountAttributesCommandInput> => ({
  permissions: (_input, call) => needs(rds, call, []),
  run: (_input, call) => {
    const { clusters, instances, snapshots } = rds.regions.at(call);
    const manual = [...snapshots.values()].filter(({ type }) => type === 'manual');
    const quota = (AccountQuotaName: string, Used: number, Max: number): AccountQuota => ({
      AccountQuotaName,
      Used,
      Max,
    });
    return {
      AccountQuotas: [
        quota('DBClusters', clusters.size, 40),
        quota('DBInstances', instances.size, 40),
        quota('ManualClusterSnapshots', manual.length, 100),
      ],
    };
  },
});
