import {
  CopyDBClusterSnapshotCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  type DBClusterSnapshot,
  type DBInstance,
  DeleteDBClusterCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBInstanceCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  ModifyDBClusterCommand,
  type ModifyDBClusterCommandInput,
  paginateDescribeDBClusterSnapshots,
  type RDSClient,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { clusterFailures, instanceFailures, passwordNotReset } from '../../events/rds/index.ts';
import {
  ENVIRONMENT_TAG,
  MANAGED_TAG,
  OPERATION_TAG,
  PURPOSE_TAG,
} from '../configuration/names.ts';
import type { ClusterSettings, InstanceSettings } from '../operation/settings.ts';
import type { Permit } from '../step/permit.ts';
import { rdsArn } from './arn.ts';
import { askedLater, askedOfInstance, askedOfRestore, type LaterSettings } from './asked.ts';
import {
  type Cluster,
  type ClusterSnapshot,
  clusterOf,
  type Instance,
  instanceOf,
  snapshotOf,
} from './cluster.ts';
import { type Creation, creation, found, removal, told } from './outcomes.ts';

/** What the pipeline asks of RDS, in its own words. Whatever changes something wants a permit. */
export interface Aurora {
  cluster(id: string): Promise<Cluster | undefined>;
  instances(clusterId: string): Promise<readonly Instance[]>;
  instance(id: string): Promise<Instance | undefined>;
  /** By name or ARN. */
  snapshot(id: string): Promise<ClusterSnapshot | undefined>;
  /** Without a cluster, all that lie here. */
  snapshotsOf(clusterId?: string): Promise<readonly ClusterSnapshot[]>;
  /** What RDS said of its failures since then, in its own words, the oldest first. */
  failuresOf(kind: 'cluster' | 'instance', id: string, since: string): Promise<readonly string[]>;

  copySnapshot(permit: Permit, copy: SnapshotCopy): Promise<Creation>;
  takeSnapshot(permit: Permit, snapshot: NewSnapshot): Promise<Creation>;
  deleteSnapshot(permit: Permit, id: string): Promise<void>;
  deleteInstance(permit: Permit, id: string): Promise<void>;
  /** Without a final snapshot: whoever deletes has taken one, or was told not to. */
  deleteCluster(permit: Permit, id: string): Promise<void>;
  restoreCluster(permit: Permit, restore: ClusterRestore): Promise<Creation>;
  createInstance(permit: Permit, instance: NewInstance): Promise<Creation>;
  /** At once, not in the maintenance window. */
  modifyCluster(permit: Permit, clusterId: string, settings: LaterSettings): Promise<void>;
  protect(permit: Permit, clusterId: string, protection: boolean): Promise<void>;
  setMasterPassword(permit: Permit, clusterId: string, password: string): Promise<void>;
  /** Lets RDS make a secret that it keeps the master password in, and rotates. */
  manageMasterPassword(permit: Permit, clusterId: string): Promise<void>;
}

export interface SnapshotCopy {
  readonly sourceArn: string;
  readonly id: string;
  /** Absent where the source is not encrypted: RDS refuses a key for it. */
  readonly kms_key_id?: string | undefined;
  readonly operation_id: string;
}

export interface NewSnapshot {
  readonly id: string;
  readonly clusterId: string;
  readonly operation_id: string;
}

export interface ClusterRestore {
  readonly id: string;
  readonly snapshotArn: string;
  readonly engine: string;
  readonly settings: ClusterSettings;
  /** In place of those of the settings, until the cluster may be reached. */
  readonly vpc_security_group_ids: readonly string[] | undefined;
  /** Encrypts what an unencrypted snapshot holds. An encrypted one is copied under another key. */
  readonly kms_key_id?: string | undefined;
  readonly operation_id: string;
}

export interface NewInstance extends InstanceSettings {
  readonly clusterId: string;
  readonly engine: string;
  readonly operation_id: string;
}

/**
 * Aurora behind the RDS API. `client` describes, with the SDK's retries; `oneAttempt` changes, and
 * must be made with `maxAttempts: 1`, so that a call checked by a permit is made once or not at all.
 * What is made is tagged as this environment's.
 */
export function aurora(client: RDSClient, oneAttempt: RDSClient, environment: string): Aurora {
  const tags = (wanted: Tags, operationId: string) =>
    Object.entries({
      ...wanted,
      [MANAGED_TAG]: 'true',
      [OPERATION_TAG]: operationId,
      [ENVIRONMENT_TAG]: environment,
    }).map(([Key, Value]) => ({ Key, Value }));
  const snapshots = (described: readonly DBClusterSnapshot[] = []) =>
    described.map((one) => snapshotOf(one, environment));
  const instances = (described: readonly DBInstance[] = []) =>
    described.map((one) => instanceOf(one, environment));
  const modify = (permit: Permit, id: string, change: Partial<ModifyDBClusterCommandInput>) =>
    told(`ModifyDBCluster ${id}`, async () => {
      const command = new ModifyDBClusterCommand({
        ...change,
        DBClusterIdentifier: id,
        ApplyImmediately: true,
      });
      await oneAttempt.send(command, within(permit));
    });
  return {
    cluster: (id) =>
      found('DBClusterNotFoundFault', `DescribeDBClusters ${id}`, async () => {
        const command = new DescribeDBClustersCommand({ DBClusterIdentifier: id });
        const [described] = (await client.send(command)).DBClusters ?? [];
        return described && clusterOf(described, environment);
      }),
    instance: (id) =>
      found('DBInstanceNotFound', `DescribeDBInstances ${id}`, async () => {
        const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: id });
        return instances((await client.send(command)).DBInstances)[0];
      }),
    instances: (clusterId) =>
      told(`DescribeDBInstances of ${clusterId}`, async () => {
        const Filters = [{ Name: 'db-cluster-id', Values: [clusterId] }];
        return instances(
          (await client.send(new DescribeDBInstancesCommand({ Filters }))).DBInstances,
        );
      }),
    snapshot: (id) =>
      found('DBClusterSnapshotNotFoundFault', `DescribeDBClusterSnapshots ${id}`, async () => {
        const command = new DescribeDBClusterSnapshotsCommand({
          DBClusterSnapshotIdentifier: id,
          /** An ARN may be another account's; left out, RDS knows its own only. */
          ...(rdsArn(id) && { IncludeShared: true }),
        });
        return snapshots((await client.send(command)).DBClusterSnapshots)[0];
      }),
    snapshotsOf: (clusterId) =>
      told(`DescribeDBClusterSnapshots of ${clusterId ?? 'every cluster'}`, async () => {
        const found: ClusterSnapshot[] = [];
        const pages = paginateDescribeDBClusterSnapshots(
          { client },
          { DBClusterIdentifier: clusterId },
        );
        for await (const page of pages) found.push(...snapshots(page.DBClusterSnapshots));
        return found;
      }),

    failuresOf: (kind, id, since) =>
      told(`DescribeEvents of ${id}`, async () => {
        const { Events = [] } = await client.send(
          new DescribeEventsCommand({
            SourceType: `db-${kind}`,
            SourceIdentifier: id,
            StartTime: new Date(since),
          }),
        );
        return Events.flatMap(({ Message = '' }) => (saysFailure(kind, Message) ? [Message] : []));
      }),

    copySnapshot: (permit, { sourceArn, id, kms_key_id, operation_id }) =>
      creation('DBClusterSnapshotAlreadyExistsFault', `CopyDBClusterSnapshot ${id}`, () =>
        oneAttempt.send(
          new CopyDBClusterSnapshotCommand({
            SourceDBClusterSnapshotIdentifier: sourceArn,
            TargetDBClusterSnapshotIdentifier: id,
            KmsKeyId: kms_key_id,
            CopyTags: false,
            Tags: tags({ [PURPOSE_TAG]: 'copy' }, operation_id),
          }),
          within(permit),
        ),
      ),
    takeSnapshot: (permit, { id, clusterId, operation_id }) =>
      creation('DBClusterSnapshotAlreadyExistsFault', `CreateDBClusterSnapshot ${id}`, () =>
        oneAttempt.send(
          new CreateDBClusterSnapshotCommand({
            DBClusterSnapshotIdentifier: id,
            DBClusterIdentifier: clusterId,
            Tags: tags({ [PURPOSE_TAG]: 'final-snapshot' }, operation_id),
          }),
          within(permit),
        ),
      ),
    deleteSnapshot: (permit, id) =>
      removal('DBClusterSnapshotNotFoundFault', `DeleteDBClusterSnapshot ${id}`, () =>
        oneAttempt.send(
          new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: id }),
          within(permit),
        ),
      ),
    deleteInstance: (permit, id) =>
      removal('DBInstanceNotFound', `DeleteDBInstance ${id}`, () =>
        oneAttempt.send(
          new DeleteDBInstanceCommand({ DBInstanceIdentifier: id, SkipFinalSnapshot: true }),
          within(permit),
        ),
      ),
    deleteCluster: (permit, id) =>
      removal('DBClusterNotFoundFault', `DeleteDBCluster ${id}`, () =>
        oneAttempt.send(
          new DeleteDBClusterCommand({ DBClusterIdentifier: id, SkipFinalSnapshot: true }),
          within(permit),
        ),
      ),
    restoreCluster: (permit, { id, snapshotArn, engine, settings, operation_id, ...restore }) =>
      creation('DBClusterAlreadyExistsFault', `RestoreDBClusterFromSnapshot ${id}`, () =>
        oneAttempt.send(
          new RestoreDBClusterFromSnapshotCommand({
            DBClusterIdentifier: id,
            SnapshotIdentifier: snapshotArn,
            Engine: engine,
            ...askedOfRestore(settings),
            VpcSecurityGroupIds: restore.vpc_security_group_ids && [
              ...restore.vpc_security_group_ids,
            ],
            KmsKeyId: restore.kms_key_id,
            /** No stray deletion of the old cluster can take the new one of the same name. */
            DeletionProtection: true,
            Tags: tags(settings.tags, operation_id),
          }),
          within(permit),
        ),
      ),
    createInstance: (permit, { clusterId, engine, operation_id, ...instance }) =>
      creation('DBInstanceAlreadyExists', `CreateDBInstance ${instance.id}`, () =>
        oneAttempt.send(
          new CreateDBInstanceCommand({
            DBClusterIdentifier: clusterId,
            Engine: engine,
            ...askedOfInstance(instance),
            /** Left out, RDS decides by the subnets, and may let the whole world in. */
            PubliclyAccessible: false,
            Tags: tags(instance.tags ?? {}, operation_id),
          }),
          within(permit),
        ),
      ),
    modifyCluster: (permit, clusterId, settings) => modify(permit, clusterId, askedLater(settings)),
    protect: (permit, clusterId, DeletionProtection) =>
      modify(permit, clusterId, { DeletionProtection }),
    setMasterPassword: (permit, clusterId, MasterUserPassword) =>
      modify(permit, clusterId, { MasterUserPassword }),
    manageMasterPassword: (permit, clusterId) =>
      modify(permit, clusterId, { ManageMasterUserPassword: true }),
  };
}

/** Told by how it begins: DescribeEvents gives no event ids. Source: RDS API reference, `Event`. */
const saysFailure = (kind: 'cluster' | 'instance', message: string): boolean =>
  (kind === 'cluster' ? clusterFailures : [...instanceFailures, passwordNotReset]).some((failure) =>
    message.startsWith(failure.message),
  );

/** One call, for as long as its permit allows. */
export const within = (permit: Permit) => ({
  abortSignal: AbortSignal.timeout(permit.use().timeoutMs),
});

type Tags = Readonly<Record<string, string>>;
