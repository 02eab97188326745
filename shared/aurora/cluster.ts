import type { DBCluster, DBClusterSnapshot, DBInstance, Tag } from '@aws-sdk/client-rds';
import { ENVIRONMENT_TAG, OPERATION_TAG } from '../configuration/names.ts';
import type { ShownCluster, ShownInstance } from '../operation/settings.ts';
import { shownClusterOf, shownInstanceOf } from './shown.ts';
import { tagsOf } from './tags.ts';

/** By whom a resource was made, as its tags tell. */
interface Made {
  readonly tags: Readonly<Record<string, string>>;
  /** The operation that made it; `undefined` where it was none of this deployment's environment. */
  readonly made_by: string | undefined;
}

/** Aurora's resources in the pipeline's own words. */
export interface Cluster extends Made {
  readonly id: string;
  readonly arn: string;
  /** `DbClusterResourceId`: never the same for two clusters, whatever their names. */
  readonly resource_id: string;
  readonly status: string;
  readonly engine: string;
  readonly engine_version: string;
  readonly deletion_protection: boolean;
  readonly endpoint: string | undefined;
  readonly reader_endpoint: string | undefined;
  readonly port: number;
  readonly global_cluster_id: string | undefined;
  readonly instances: readonly { readonly id: string; readonly writer: boolean }[];
  readonly settings: ShownCluster;
  /** What is being changed, or waits for its window, in RDS's own spelling. */
  readonly pending: readonly string[];
  /** Where RDS itself keeps the master password. */
  readonly master_user_secret: { readonly arn: string; readonly status: string } | undefined;
}

export interface Instance extends Made {
  readonly id: string;
  readonly arn: string;
  readonly status: string;
  readonly cluster_id: string;
  readonly instance_class: string;
  readonly promotion_tier: number | undefined;
  readonly settings: ShownInstance;
  readonly pending: readonly string[];
  /** Whether the parameter group is in effect: `in-sync`, `applying`, `pending-reboot`. */
  readonly parameter_status: string | undefined;
}

/** Source: RDS API reference, DescribeDBClusterSnapshots. To others than its owner it is shared or public. */
const snapshotTypes = ['manual', 'automated', 'shared', 'public', 'awsbackup'] as const;
export type SnapshotType = (typeof snapshotTypes)[number];

export interface ClusterSnapshot extends Made {
  readonly id: string;
  readonly arn: string;
  readonly status: string;
  readonly type: SnapshotType;
  readonly source_cluster_id: string;
  readonly source_resource_id: string | undefined;
  /** The ARN of the snapshot that this is a copy of; its `created_at` is then the copy's own. */
  readonly copy_of: string | undefined;
  readonly engine: string;
  readonly engine_mode: string;
  readonly engine_version: string;
  readonly master_username: string;
  readonly kms_key_id: string | undefined;
  readonly created_at: Date | undefined;
  /** Per cent. */
  readonly progress: number | undefined;
}

/** RDS's models make every member optional; without these a resource cannot be told apart. */
function needed<T>(value: T | undefined, member: string): T {
  if (value === undefined) throw new Error(`RDS described a resource without its ${member}`);
  return value;
}

/** What another environment made is nobody's here, whatever operation it names. */
function madeOf(list: readonly Tag[] | undefined, environment: string): Made {
  const tags = tagsOf(list);
  const here = (tags[ENVIRONMENT_TAG] ?? environment) === environment;
  return { tags, made_by: here ? tags[OPERATION_TAG] : undefined };
}

export const clusterOf = (described: DBCluster, environment: string): Cluster => ({
  id: needed(described.DBClusterIdentifier, 'DBClusterIdentifier'),
  arn: needed(described.DBClusterArn, 'DBClusterArn'),
  resource_id: needed(described.DbClusterResourceId, 'DbClusterResourceId'),
  status: needed(described.Status, 'Status'),
  engine: needed(described.Engine, 'Engine'),
  engine_version: described.EngineVersion ?? '',
  deletion_protection: described.DeletionProtection ?? false,
  endpoint: described.Endpoint,
  reader_endpoint: described.ReaderEndpoint,
  port: described.Port ?? 3306,
  global_cluster_id: described.GlobalClusterIdentifier || undefined,
  ...madeOf(described.TagList, environment),
  instances: (described.DBClusterMembers ?? []).map((member) => ({
    id: needed(member.DBInstanceIdentifier, 'DBInstanceIdentifier'),
    writer: member.IsClusterWriter ?? false,
  })),
  settings: shownClusterOf(described),
  pending: [
    ...Object.keys(described.PendingModifiedValues ?? {}),
    ...(described.VpcSecurityGroups ?? [])
      .filter(({ Status = 'active' }) => Status !== 'active')
      .map(({ VpcSecurityGroupId, Status }) => `${VpcSecurityGroupId} (${Status})`),
  ],
  master_user_secret: described.MasterUserSecret && {
    arn: needed(described.MasterUserSecret.SecretArn, 'MasterUserSecret.SecretArn'),
    status: described.MasterUserSecret.SecretStatus ?? 'creating',
  },
});

export const instanceOf = (described: DBInstance, environment: string): Instance => ({
  id: needed(described.DBInstanceIdentifier, 'DBInstanceIdentifier'),
  arn: needed(described.DBInstanceArn, 'DBInstanceArn'),
  status: described.DBInstanceStatus ?? 'creating',
  cluster_id: described.DBClusterIdentifier ?? '',
  instance_class: needed(described.DBInstanceClass, 'DBInstanceClass'),
  promotion_tier: described.PromotionTier,
  settings: shownInstanceOf(described),
  pending: Object.keys(described.PendingModifiedValues ?? {}),
  parameter_status: described.DBParameterGroups?.[0]?.ParameterApplyStatus,
  ...madeOf(described.TagList, environment),
});

export const snapshotOf = (described: DBClusterSnapshot, environment: string): ClusterSnapshot => ({
  id: needed(described.DBClusterSnapshotIdentifier, 'DBClusterSnapshotIdentifier'),
  arn: needed(described.DBClusterSnapshotArn, 'DBClusterSnapshotArn'),
  status: needed(described.Status, 'Status'),
  type: snapshotTypes.find((type) => type === described.SnapshotType) ?? 'manual',
  source_cluster_id: described.DBClusterIdentifier ?? '',
  source_resource_id: described.DbClusterResourceId,
  copy_of: described.SourceDBClusterSnapshotArn || undefined,
  engine: needed(described.Engine, 'Engine'),
  engine_mode: described.EngineMode ?? 'provisioned',
  engine_version: described.EngineVersion ?? '',
  master_username: described.MasterUsername ?? '',
  kms_key_id: described.KmsKeyId,
  created_at: described.SnapshotCreateTime,
  progress: described.PercentProgress,
  ...madeOf(described.TagList, environment),
});
