import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  type DBCluster,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import type { Login } from '../../infra/local/rds/database-engine.ts';

const ENGINE = 'aurora-mysql';
const ENGINE_VERSION = '8.0.mysql_aurora.3.08.0';

export interface NewCluster {
  readonly id: string;
  readonly master: Login;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Makes a cluster with one instance, `<id>-1`, and waits until both are available. */
export async function createCluster(
  rds: RDSClient,
  { id, master, tags = {} }: NewCluster,
): Promise<DBCluster> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: id,
      Engine: ENGINE,
      EngineVersion: ENGINE_VERSION,
      MasterUsername: master.username,
      MasterUserPassword: master.password,
      Tags,
    }),
  );
  await available(`cluster ${id}`, async () => (await describeCluster(rds, id)).Status);
  const instance = `${id}-1`;
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: instance,
      DBClusterIdentifier: id,
      DBInstanceClass: 'db.r6g.large',
      Engine: ENGINE,
      Tags,
    }),
  );
  await available(`instance ${instance}`, async () => {
    const found = await rds.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: instance }),
    );
    return found.DBInstances?.[0]?.DBInstanceStatus;
  });
  return await describeCluster(rds, id);
}

/** Takes a snapshot and waits until it is available. */
export async function takeSnapshot(rds: RDSClient, cluster: string, id: string): Promise<void> {
  await rds.send(
    new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: cluster,
      DBClusterSnapshotIdentifier: id,
    }),
  );
  await available(`snapshot ${id}`, async () => {
    const command = new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: id });
    return (await rds.send(command)).DBClusterSnapshots?.[0]?.Status;
  });
}

export async function describeCluster(rds: RDSClient, id: string): Promise<DBCluster> {
  const command = new DescribeDBClustersCommand({ DBClusterIdentifier: id });
  const [cluster] = (await rds.send(command)).DBClusters ?? [];
  if (!cluster) throw new Error(`there is no cluster ${id}`);
  return cluster;
}

/** Statuses that lead on to `available`. */
const PASSING = ['creating', 'configuring-enhanced-monitoring', 'backing-up', 'modifying'];

async function available(what: string, read: () => Promise<string | undefined>): Promise<void> {
  for (;;) {
    const status = (await read()) ?? 'unknown';
    if (status === 'available') return;
    if (!PASSING.includes(status)) throw new Error(`${what} is ${status}`);
    await pause(BETWEEN_LOOKS_MS);
  }
}

const BETWEEN_LOOKS_MS = 50;
