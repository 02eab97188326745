import { ServiceError } from '../service.ts';
import type { Region } from './state/regions.ts';

/** What one account may have in one region. */
export interface Quotas {
  readonly clusters: number;
  readonly instances: number;
  readonly manualSnapshots: number;
  /** Copies of cluster snapshots from other regions that are being made. */
  readonly copiesAcrossRegions: number;
}

/**
 * Those of an account that has asked for no more.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html
 */
export const defaultQuotas: Quotas = {
  clusters: 40,
  instances: 40,
  manualSnapshots: 100,
  copiesAcrossRegions: 5,
};

export const used = (
  { clusters, instances, snapshots, place }: Region,
  quota: keyof Quotas,
): number => {
  const all = [...snapshots.values()];
  switch (quota) {
    case 'clusters':
      return clusters.size;
    case 'instances':
      return instances.size;
    case 'manualSnapshots':
      return all.filter(({ type }) => type === 'manual').length;
    case 'copiesAcrossRegions':
      return all.filter(
        ({ status, sourceArn }) =>
          status === 'copying' && sourceArn && sourceArn.split(':')[3] !== place.region,
      ).length;
  }
};

/** Refuses what would be one more than the quota allows. */
export const requireRoom = (quotas: Quotas, region: Region, quota: keyof Quotas): void => {
  if (used(region, quota) >= quotas[quota]) throw exceeded[quota](quotas[quota]);
};

/**
 * As people report AWS's words for instances, manual snapshots and copies of instance snapshots; that
 * copies of cluster snapshots are refused alike, and what is said of clusters, is assumed.
 */
const exceeded: Readonly<Record<keyof Quotas, (most: number) => ServiceError>> = {
  clusters: () => new ServiceError('DBClusterQuotaExceededFault', 'DB cluster quota exceeded', 403),
  instances: () => new ServiceError('InstanceQuotaExceededFault', 'DB Instance quota exceeded'),
  manualSnapshots: (most) => snapshotQuota(`Cannot create more than ${most} manual snapshots`),
  copiesAcrossRegions: (most) =>
    snapshotQuota(`Cannot copy more than ${most} snapshots across regions`),
};

const snapshotQuota = (message: string) => new ServiceError('SnapshotQuotaExceededFault', message);
