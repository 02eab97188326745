import { isDeepStrictEqual } from 'node:util';
import {
  type DBCluster,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import { type Fingerprint, fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { observers, steps } from '../../services/index.ts';
import { namesOf } from '../../shared/configuration/names.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import type { LocalPipeline } from '../local/bring-up.ts';
import type { LocalClients } from '../local/clients.ts';
import { onDatabase } from '../local/database.ts';
import { type Check, check } from './check.ts';
import { type Scene, SNAPSHOT, TARGET } from './scene.ts';

/** What was deleted, what was kept, what was left alone. */
export async function proveResources(
  { databases }: LocalPipeline,
  { rds }: LocalClients,
  { source, oldTarget, afterwards }: Scene,
  cluster: DBCluster,
  operation: Operation,
): Promise<Check[]> {
  const { DBInstances = [] } = await rds.send(
    new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [TARGET] }] }),
  );
  const { DBClusterSnapshots = [] } = await rds.send(
    new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'manual' }),
  );
  const isAvailable = (id: string | undefined) =>
    DBClusterSnapshots.some(
      ({ DBClusterSnapshotIdentifier, Status }) =>
        DBClusterSnapshotIdentifier === id && Status === 'available',
    );
  const final = Object.values(operation.resources).find(({ role }) => role === 'final_snapshot');
  const sourceNow: Fingerprint = await onDatabase(
    source.cluster,
    source.master,
    databases.ca,
    fingerprint,
  );
  return [
    check(
      cluster.DbClusterResourceId !== oldTarget.DbClusterResourceId,
      `deleted: the old ${TARGET} (${oldTarget.DbClusterResourceId}) and its instance`,
    ),
    check(isAvailable(final?.id), `kept: its final snapshot ${final?.id ?? '(none)'}`),
    check(
      DBInstances.length === 1 && DBInstances[0]?.DBInstanceStatus === 'available',
      `new: ${TARGET} (${cluster.DbClusterResourceId}) with instance ${DBInstances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier).join(', ')}`,
    ),
    check(isAvailable(SNAPSHOT), `untouched: the snapshot ${SNAPSHOT}`),
    check(isDeepStrictEqual(sourceNow, afterwards), 'untouched: source-cluster and its data'),
  ];
}

/** People were told, and no message was given up. */
export function proveMessages(
  { aws, environment }: LocalPipeline,
  { operation_id }: Operation,
): Check[] {
  const told = aws
    .inbox()
    .filter(({ attributes }) => attributes.operation_id?.StringValue === operation_id)
    .map(({ subject = '' }) => subject);
  const queues = [...steps, ...observers].map(({ name }) =>
    namesOf(environment).deadLetterQueue(name),
  );
  const dead = queues.filter((queue) => (aws.queue(queue)?.messages.length ?? 1) > 0);
  return [
    ...['Restore started', 'Restore completed'].map((what) =>
      check(
        told.some((subject) => subject.includes(what)),
        `told: ${told.find((subject) => subject.includes(what)) ?? `nobody of: ${what}`}`,
      ),
    ),
    check(dead.length === 0, `dead-letter queues: ${dead.join(', ') || 'all empty'}`),
  ];
}
