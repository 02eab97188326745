/** What an operation can be standing at, in the order of a restore. */
export const stages = [
  'check_snapshot',
  'copy_snapshot',
  'check_copy',
  'delete_rds',
  'check_delete',
  'restore_snapshot',
  'check_restore',
  'create_instances',
  'check_instances',
  'setup_db_users',
  'archive_snapshot',
] as const;

export type Stage = (typeof stages)[number];
