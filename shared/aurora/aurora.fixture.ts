import type { Cluster, ClusterSnapshot, Instance } from './cluster.ts';

type Tags = Readonly<Record<string, string>>;

/** As RDS's answers are read in the environment that the tests are of. */
const madeByTags = (tags: Tags) => ({ tags, made_by: tags['aurora-restore:operation-id'] });

const arn = (kind: string, id: string) => `arn:aws:rds:eu-west-1:123456789012:${kind}:${id}`;

/** The tag by which clusters and instances may be deleted. */
export const managed = { 'aurora-restore:managed': 'true' };

/** The tags of what another deployment of the account made. */
export const madeIn = (environment: string) => ({
  ...managed,
  'aurora-restore:environment': environment,
});

/** The tags of what an operation made. */
export const madeBy = (operationId: string) => ({
  ...managed,
  'aurora-restore:operation-id': operationId,
});

export const aCluster = (more: Partial<Cluster> = {}): Cluster => ({
  id: 'target',
  arn: arn('cluster', more.id ?? 'target'),
  resource_id: 'cluster-OLD',
  status: 'available',
  engine: 'aurora-mysql',
  engine_version: '8.0.mysql_aurora.3.08.0',
  deletion_protection: false,
  endpoint: `${more.id ?? 'target'}.cluster-x.eu-west-1.rds.amazonaws.com`,
  reader_endpoint: `${more.id ?? 'target'}.cluster-ro-x.eu-west-1.rds.amazonaws.com`,
  port: 3306,
  global_cluster_id: undefined,
  instances: [],
  settings: {
    engine_version: '8.0.mysql_aurora.3.08.0',
    tags: {},
    deletion_protection: more.deletion_protection ?? false,
  },
  master_user_secret: undefined,
  pending: [],
  ...madeByTags(more.tags ?? managed),
  ...more,
});

export const anInstance = (id: string, more: Partial<Instance> = {}): Instance => ({
  id,
  arn: arn('db', id),
  status: 'available',
  cluster_id: 'target',
  instance_class: 'db.r6g.large',
  promotion_tier: undefined,
  settings: { id, instance_class: more.instance_class ?? 'db.r6g.large' },
  pending: [],
  parameter_status: 'in-sync',
  ...madeByTags(more.tags ?? managed),
  ...more,
});

export const aSnapshot = (more: Partial<ClusterSnapshot> = {}): ClusterSnapshot => ({
  id: 'shop-1',
  arn: arn('cluster-snapshot', more.id ?? 'shop-1'),
  status: 'available',
  type: 'manual',
  source_cluster_id: 'source',
  source_resource_id: 'cluster-SOURCE',
  copy_of: undefined,
  engine: 'aurora-mysql',
  engine_mode: 'provisioned',
  engine_version: '8.0.mysql_aurora.3.08.0',
  master_username: 'admin',
  kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:key/first',
  created_at: new Date('2026-01-01T03:00:00Z'),
  progress: undefined,
  ...madeByTags(more.tags ?? {}),
  ...more,
});
