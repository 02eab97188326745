/** How a field of a request is given on the command line. */
export interface Field {
  readonly field: string;
  readonly flag: `--${string}`;
  /** Absent for what is either on or off. */
  readonly value?: string;
  /** An `optional-list` may be empty too. */
  readonly kind: 'text' | 'number' | 'switch' | 'list' | 'optional-list' | 'tags';
  readonly description: string;
}

/** Every field of `RestoreRequested` but `operation_id`, in the order of the help. */
export const fields: readonly Field[] = [
  text('snapshot_name', '--snapshot', 'name', 'the snapshot to restore, by name or ARN'),
  text('source_cluster_id', '--source-cluster', 'id', 'or the latest snapshot of this cluster'),
  text('snapshot_date', '--snapshot-date', 'YYYY-MM-DD', 'the latest of that day (UTC)'),
  text('source_region', '--source-region', 'region', 'where the snapshot is'),
  text('source_account_id', '--source-account', 'id', 'the account that the snapshot is in'),
  text('target_region', '--target-region', 'region', 'the region of the deployment, as a check'),
  text('target_cluster_id', '--target', 'id', 'the cluster to make, or to replace'),
  text('engine_version', '--engine-version', 'version', 'a later one than the snapshot’s'),
  text('db_instance_class', '--instance-class', 'class', 'e.g. db.r6g.large'),
  number('instance_count', '--instance-count', 'n', 'the writer and so many less one readers'),
  number('serverless_v2_scaling.min_capacity', '--min-capacity', 'acu', 'for db.serverless'),
  number('serverless_v2_scaling.max_capacity', '--max-capacity', 'acu', 'for db.serverless'),
  number('port', '--db-port', 'port', 'of the database'),
  text('db_subnet_group_name', '--subnet-group', 'name', 'DB subnet group'),
  {
    field: 'vpc_security_group_ids',
    flag: '--security-group',
    value: 'id...',
    kind: 'list',
    description: 'VPC security groups',
  },
  text('db_parameter_group_name', '--parameter-group', 'name', 'of the instances'),
  text('db_cluster_parameter_group_name', '--cluster-parameter-group', 'name', 'of the cluster'),
  text('kms_key_id', '--kms-key-id', 'key', 'encrypt with this key: restores from a copy'),
  onOff('deletion_protection', '--deletion-protection', 'protect the restored cluster'),
  number('backup_retention_period', '--backup-retention', 'days', 'of automated backups'),
  text('preferred_backup_window', '--backup-window', 'window', 'in UTC, e.g. 03:00-03:30'),
  text(
    'preferred_maintenance_window',
    '--maintenance-window',
    'window',
    'e.g. sun:05:00-sun:05:30',
  ),
  {
    field: 'enable_cloudwatch_logs_exports',
    flag: '--log-export',
    value: 'type...',
    kind: 'optional-list',
    description: 'logs for CloudWatch, e.g. audit error slowquery',
  },
  onOff('enable_iam_database_authentication', '--iam-authentication', 'let IAM log in'),
  onOff('copy_tags_to_snapshot', '--copy-tags-to-snapshot', 'snapshots get the cluster’s tags'),
  onOff('enable_performance_insights', '--performance-insights', 'of the instances'),
  text('performance_insights_kms_key_id', '--performance-insights-key', 'key', 'encrypts them'),
  number(
    'performance_insights_retention_period',
    '--performance-insights-retention',
    'days',
    'e.g. 7',
  ),
  text('credentials', '--credentials', 'source|reset|managed', 'whose master password it has'),
  text('undeclared_users', '--undeclared-users', 'keep|lock|drop', 'that came with the snapshot'),
  onOff('final_snapshot', '--final-snapshot', 'keep the old target as a snapshot'),
  text('archive', '--archive', 'delete|keep', 'what becomes of a copy that was made'),
  {
    field: 'tags',
    flag: '--tag',
    value: 'key=value...',
    kind: 'tags',
    description: 'tags of the restored cluster',
  },
  text('when_busy', '--when-busy', 'reject|wait', 'while another operation has the target'),
  onOff('dry_run', '--dry-run', 'only say whether it can be done, and what it would do'),
  text('requested_by', '--requested-by', 'who', 'named in notifications and the audit'),
];

function text(field: string, flag: Field['flag'], value: string, description: string): Field {
  return { field, flag, value, kind: 'text', description };
}

function number(field: string, flag: Field['flag'], value: string, description: string): Field {
  return { field, flag, value, kind: 'number', description };
}

function onOff(field: string, flag: Field['flag'], description: string): Field {
  return { field, flag, kind: 'switch', description };
}

/** The name under which commander keeps an option's value: `--min-capacity` is `minCapacity`. */
export const optionName = ({ flag }: Field): string =>
  flag.slice(2).replace(/-(.)/g, (_match, letter: string) => letter.toUpperCase());
