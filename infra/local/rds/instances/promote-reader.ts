import { clusterNotices } from '../events/messages.ts';
import type { Rds } from '../rds.ts';
import { instancesOf } from '../state/find.ts';
import type { Instance } from '../state/instance.ts';

/** A writer that goes hands over to the reader with the lowest promotion tier, if there is any. */
export const promoteReader = (rds: Rds, leaving: Instance): void => {
  const region = rds.regions.at(leaving.place);
  const cluster = region.clusters.get(leaving.clusterId);
  if (!leaving.isWriter || !cluster) return;
  const [next] = instancesOf(region, cluster)
    .filter(({ isWriter, status }) => !isWriter && status !== 'deleting' && status !== 'failed')
    .sort(
      (a, b) =>
        Number(b.status === 'available') - Number(a.status === 'available') || tier(a) - tier(b),
    );
  if (!next) return;
  rds.notices.tell('cluster', cluster, clusterNotices.failoverStarted(next.id));
  leaving.isWriter = false;
  next.isWriter = true;
  rds.notices.tell('cluster', cluster, clusterNotices.failoverCompleted(next.id));
};

const tier = ({ settings }: Instance): number => settings.PromotionTier ?? 1;
