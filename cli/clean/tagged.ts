import {
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
  type RDSClient,
} from '@aws-sdk/client-rds';
import {
  type Cluster,
  type ClusterSnapshot,
  clusterOf,
  type Instance,
  instanceOf,
  snapshotOf,
} from '../../shared/aurora/cluster.ts';
import { OPERATION_TAG } from '../../shared/configuration/names.ts';

/** Something in RDS that says of itself which operation made it. */
export type Thing =
  | {
      readonly kind: 'cluster';
      readonly cluster: Cluster;
      /** All of the cluster's, whoever made them. */
      readonly instances: readonly Instance[];
    }
  | { readonly kind: 'cluster-snapshot'; readonly snapshot: ClusterSnapshot }
  /** Of a cluster that says nothing, or something else. */
  | { readonly kind: 'db'; readonly instance: Instance };

export const idOf = (thing: Thing): string => partOf(thing).id;
export const operationOf = (thing: Thing): string => partOf(thing).tags[OPERATION_TAG] ?? '';
/** Whether the operation that it names is one of this environment's. */
export const isMadeHere = (thing: Thing): boolean => partOf(thing).made_by !== undefined;
export const tagsOf = (thing: Thing): Readonly<Record<string, string>> => partOf(thing).tags;

function partOf(thing: Thing): Cluster | ClusterSnapshot | Instance {
  switch (thing.kind) {
    case 'cluster':
      return thing.cluster;
    case 'cluster-snapshot':
      return thing.snapshot;
    case 'db':
      return thing.instance;
  }
}

/** Everything in the region that carries an operation's id. Automated snapshots never do. */
export async function taggedThings(client: RDSClient, environment: string): Promise<Thing[]> {
  const clusters: Cluster[] = [];
  for await (const { DBClusters = [] } of paginateDescribeDBClusters({ client }, {}))
    clusters.push(...DBClusters.map((one) => clusterOf(one, environment)));
  const instances: Instance[] = [];
  for await (const { DBInstances = [] } of paginateDescribeDBInstances({ client }, {}))
    instances.push(
      ...DBInstances.filter((one) => one.DBClusterIdentifier).map((one) =>
        instanceOf(one, environment),
      ),
    );
  const snapshots: ClusterSnapshot[] = [];
  const manual = { SnapshotType: 'manual' };
  for await (const page of paginateDescribeDBClusterSnapshots({ client }, manual))
    snapshots.push(...(page.DBClusterSnapshots ?? []).map((one) => snapshotOf(one, environment)));

  const made = <T extends { readonly tags: Readonly<Record<string, string>> }>(all: readonly T[]) =>
    all.filter(({ tags }) => tags[OPERATION_TAG] !== undefined);
  const tagged = made(clusters);
  return [
    ...tagged.map((cluster) => ({
      kind: 'cluster' as const,
      cluster,
      instances: instances.filter(({ cluster_id }) => cluster_id === cluster.id),
    })),
    ...made(instances)
      .filter(({ cluster_id }) => !tagged.some(({ id }) => id === cluster_id))
      .map((instance) => ({ kind: 'db' as const, instance })),
    ...made(snapshots).map((snapshot) => ({ kind: 'cluster-snapshot' as const, snapshot })),
  ];
}
