import { z } from 'zod';
import { type Kept, keptPlace } from '../kept.ts';
import { failCluster } from './clusters/fail-cluster.ts';
import type { Rds } from './rds.ts';
import type { Cluster } from './state/cluster.ts';
import {
  keptCluster,
  keptEvent,
  keptInstance,
  keptParameterGroup,
  keptSnapshot,
  keptSubnetGroup,
} from './state/kept-resources.ts';

const byName = <Resource extends z.ZodType>(resource: Resource) => z.map(z.string(), resource);

const schema = z.array(
  z.strictObject({
    place: z.object(keptPlace),
    clusters: byName(keptCluster),
    instances: byName(keptInstance),
    snapshots: byName(keptSnapshot),
    subnetGroups: byName(keptSubnetGroup),
    parameterGroups: byName(keptParameterGroup),
    clusterParameterGroups: byName(keptParameterGroup),
    events: z.array(keptEvent),
  }),
);

/**
 * Everything of RDS, with a server for each cluster that had one, on its port if that is free. A cluster
 * whose server does not start has failed.
 */
export const keptRegions = (rds: Rds): Kept => ({
  save: () => [...rds.regions.all()],
  async restore(saved) {
    const started: Promise<void>[] = [];
    for (const { place, events, ...were } of schema.parse(saved)) {
      const region = rds.regions.at(place);
      region.events = [...events, ...region.events];
      putBack(were.clusters, region.clusters);
      putBack(were.instances, region.instances);
      putBack(were.snapshots, region.snapshots);
      putBack(were.subnetGroups, region.subnetGroups);
      putBack(were.parameterGroups, region.parameterGroups);
      putBack(were.clusterParameterGroups, region.clusterParameterGroups);
      for (const cluster of were.clusters.values()) started.push(startAgain(rds, cluster));
    }
    await Promise.all(started);
  },
});

/** A template has made some of the groups anew. */
const putBack = <Resource>(were: Map<string, Resource>, are: Map<string, Resource>): void => {
  for (const [name, resource] of were) if (!are.has(name)) are.set(name, resource);
};

const startAgain = async (rds: Rds, cluster: Cluster): Promise<void> => {
  const { id, resourceId, server } = cluster;
  if (!server) return;
  cluster.server = undefined;
  try {
    cluster.server = await rds.engine.start(resourceId, server);
  } catch (error) {
    rds.background.report(`starting the server of the cluster ${id} again`, error);
    failCluster(rds, cluster);
  }
};
