import type { DescribeDBClusterSnapshotsCommandInput } from '@aws-sdk/client-rds';
import type { Call } from '../../service.ts';
import { ENGINE } from '../engine-versions/versions.ts';
import { invalidValue } from '../errors.ts';
import { filtered } from '../listing/filters.ts';
import { page } from '../listing/page.ts';
import { arnOf, locate } from '../naming/arn.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { findReadableSnapshot, mayRead } from '../state/find.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { snapshotAnswer, typeToOthers } from './answer.ts';

export const describeDBClusterSnapshots = (
  rds: Rds,
): Operation<DescribeDBClusterSnapshotsCommandInput> => ({
  permissions: (input, call) =>
    needs(rds, call, [
      ...(input.DBClusterIdentifier ? [['cluster', input.DBClusterIdentifier] as const] : []),
      ['cluster-snapshot', input.DBClusterSnapshotIdentifier],
    ]),
  run: (input, call) => {
    const { DBClusterSnapshotIdentifier: name, DbClusterResourceId } = input;
    const cluster =
      input.DBClusterIdentifier && locate(input.DBClusterIdentifier, 'cluster', call).name;
    const found = filtered(
      name ? [findReadableSnapshot(rds.regions, name, call)] : listed(rds, input, call),
      input.Filters,
      FILTERS,
    )
      .filter((snapshot) => !cluster || snapshot.cluster.id === cluster)
      .filter(
        (snapshot) => !DbClusterResourceId || snapshot.cluster.resourceId === DbClusterResourceId,
      );
    const { items, Marker } = page(
      found,
      ({ place, id }) => arnOf(place, 'cluster-snapshot', id),
      input,
    );
    return { DBClusterSnapshots: items.map((item) => snapshotAnswer(rds, item, call)), Marker };
  },
});

/** Without a type, one's own; others' as well if the request includes them. */
const listed = (
  rds: Rds,
  { SnapshotType: type, IncludeShared, IncludePublic }: DescribeDBClusterSnapshotsCommandInput,
  call: Call,
): Snapshot[] => {
  const own = [...rds.regions.at(call).snapshots.values()];
  if (type === 'manual' || type === 'automated')
    return own.filter((snapshot) => snapshot.type === type);
  if (type === 'awsbackup') return [];
  const others = [...rds.regions.all()]
    .filter(({ place }) => place.region === call.region && place.accountId !== call.accountId)
    .flatMap(({ snapshots }) => [...snapshots.values()].filter((one) => mayRead(one, call)));
  if (type === 'shared' || type === 'public')
    return others.filter((snapshot) => typeToOthers(snapshot, call) === type);
  if (type) throw invalidValue(`Invalid value for SnapshotType: ${type}`);
  const wanted = { shared: IncludeShared, public: IncludePublic };
  return [...own, ...others.filter((snapshot) => wanted[typeToOthers(snapshot, call)])];
};

const FILTERS = {
  'db-cluster-id': ({ cluster, place }: Snapshot) => [
    cluster.id,
    arnOf(place, 'cluster', cluster.id),
  ],
  'db-cluster-snapshot-id': ({ id }: Snapshot) => [id],
  'snapshot-type': ({ type }: Snapshot) => [type],
  engine: () => [ENGINE],
};
