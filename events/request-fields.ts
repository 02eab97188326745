import type { RestoreRequest } from './restore-request.ts';

/** What each field of a request says, for those who write one. More is told in docs/requests.md. */
export const requestFields: Readonly<Record<keyof RestoreRequest, string>> = {
  operation_id:
    'The name of the operation: the same one again is the same restore. Derived from the event if left out.',
  snapshot_name: 'A cluster snapshot by its name or ARN. Either this or source_cluster_id.',
  source_cluster_id: 'The latest available snapshot of this cluster.',
  snapshot_date: 'The latest of that day in UTC, beside source_cluster_id: YYYY-MM-DD.',
  source_region: 'The region that the snapshot is in.',
  source_account_id: 'The account that the snapshot is in, where it is not the deployment’s own.',
  target_region: 'Must be that of the deployment: a check that the right one is asked.',
  target_cluster_id: 'The cluster to make, in place of one that stands there.',
  db_subnet_group_name: 'Where the target is reached.',
  vpc_security_group_ids: 'Who reaches the target.',
  engine_version: 'That of the snapshot or a later one.',
  db_parameter_group_name: 'Of the instances.',
  db_cluster_parameter_group_name: 'Of the cluster.',
  db_instance_class: 'Of the instances.',
  instance_count: 'The writer and so many less one readers.',
  serverless_v2_scaling: 'In Aurora capacity units, with the db_instance_class db.serverless.',
  port: 'Of the database.',
  kms_key_id: 'Another key than the snapshot’s, by its ARN, id or alias.',
  deletion_protection: 'Of the new cluster, once it is done.',
  backup_retention_period: 'In days.',
  preferred_backup_window: 'In UTC, at least 30 minutes, e.g. 03:00-03:30.',
  preferred_maintenance_window: 'In UTC, at least 30 minutes, e.g. sun:05:00-sun:05:30.',
  enable_cloudwatch_logs_exports: 'Which logs go to CloudWatch; an empty list for none.',
  enable_iam_database_authentication: 'Whether IAM lets users in.',
  copy_tags_to_snapshot: 'Whether snapshots get the cluster’s tags.',
  enable_performance_insights: 'Of the instances.',
  performance_insights_kms_key_id: 'What encrypts them.',
  performance_insights_retention_period: 'In days: 7, a multiple of 31 up to 713, or 731.',
  credentials:
    'The master password: that of the snapshot’s source, a new one that the pipeline sets, or one that RDS makes and keeps.',
  undeclared_users:
    'What becomes of database users that came with the snapshot and are not declared.',
  final_snapshot: 'Whether the old target is kept as a snapshot before it is deleted.',
  archive: 'What becomes of a copy that the pipeline made. The source snapshot is never touched.',
  tags: 'On the new cluster and its instances: 47 at most, of letters, digits, spaces and _.:/=+-@.',
  when_busy: 'What becomes of the request while another operation has the target, or waits for it.',
  requested_by: 'Told in notifications.',
  dry_run: 'Only says whether the restore could be carried out, and what it would do.',
};
