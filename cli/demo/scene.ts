import type { DBCluster } from '@aws-sdk/client-rds';
import { type Fingerprint, fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { MANAGED_TAG } from '../../shared/configuration/names.ts';
import type { LocalPipeline } from '../local/bring-up.ts';
import type { LocalClients } from '../local/clients.ts';
import { createCluster, takeSnapshot } from '../local/clusters.ts';
import { onDatabase } from '../local/database.ts';
import { createSource, newPassword, type Source } from '../local/source-cluster.ts';
import { accidents, otherData } from './accidents.ts';

export const SNAPSHOT = 'before-the-accident';
export const TARGET = 'restored-cluster';

/** Everything as it stands before the restore. */
export interface Scene {
  readonly source: Source;
  /** The cluster that the restore replaces. */
  readonly oldTarget: DBCluster;
  readonly atSnapshot: Fingerprint;
  readonly afterwards: Fingerprint;
}

/** A source with a snapshot, changed since; a target that holds something else. */
export async function setScene(
  pipeline: LocalPipeline,
  clients: LocalClients,
  say: (text: string) => void,
): Promise<Scene> {
  const [source, oldTarget] = await Promise.all([
    createSource(pipeline, clients, 'generated'),
    createTarget(pipeline, clients),
  ]);
  const { cluster, master } = source;
  const { ca } = pipeline.databases;
  const look = () => onDatabase(cluster, master, ca, fingerprint);

  const atSnapshot = await look();
  const tables = Object.values(atSnapshot.tables);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  say(`source-cluster: a shop with ${rows.toLocaleString('en')} rows in ${tables.length} tables`);
  await takeSnapshot(clients.rds, 'source-cluster', SNAPSHOT);
  say(`${SNAPSHOT}: a snapshot of it`);
  await onDatabase(cluster, master, ca, async (connection) => {
    for (const statement of accidents) await connection.query(statement);
  });
  say('source-cluster: changed since, in every table');
  say(`${TARGET}: a cluster with other data, to be replaced`);
  return { source, oldTarget, atSnapshot, afterwards: await look() };
}

async function createTarget(
  { databases }: LocalPipeline,
  { rds }: LocalClients,
): Promise<DBCluster> {
  const master = { username: 'admin', password: newPassword() };
  const tags = { [MANAGED_TAG]: 'true' };
  const cluster = await createCluster(rds, { id: TARGET, master, tags });
  await onDatabase(cluster, master, databases.ca, async (connection) => {
    for (const statement of otherData) await connection.query(statement);
  });
  return cluster;
}
