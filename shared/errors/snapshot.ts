import type { CatalogueEntry } from './entry.ts';

/** The snapshot to restore from, its copy, and the one that is kept of the old target. */
export const snapshot = {
  SNAPSHOT_NOT_FOUND: {
    meaning: 'There is no such cluster snapshot.',
    causes: [
      'its name is misspelt',
      'it was deleted or not taken yet',
      'there is none of that day',
      'it lies in another account or region',
    ],
    remedy: 'Take or find the snapshot, then redrive the message; or ask for another one.',
    retry: 'redrive',
    stages: ['check_snapshot', 'copy_snapshot', 'delete_rds', 'restore_snapshot'],
  },
  SNAPSHOT_NOT_SHARED: {
    meaning: 'The snapshot belongs to another account, which has not shared it with this one.',
    causes: [
      'its attribute restore does not name this account',
      'it is an automated snapshot, or under the default key aws/rds: neither can be shared',
    ],
    remedy:
      'Let the other account share it (a manual copy under a key of its own, which this account may use), or let the pipeline do so by share in source_accounts; then redrive.',
    retry: 'redrive',
    stages: ['check_snapshot', 'copy_snapshot', 'delete_rds', 'restore_snapshot'],
  },
  SNAPSHOT_DEFAULT_KEY: {
    meaning:
      'The snapshot of another account lies under that account’s default key aws/rds, which no other account can use: it cannot be shared.',
    causes: ['the source cluster was encrypted without naming a key'],
    remedy:
      'In source_accounts, let the pipeline share, and name in extra_copy_kms_key_ids a key of that account and region whose policy admits this account: it then makes a copy there first. Or make such a copy by hand, share it and ask for it by its ARN.',
    retry: 'redrive',
    stages: ['check_snapshot'],
  },
  SNAPSHOT_AUTOMATED: {
    meaning: 'The snapshot of another account is an automated one, which cannot be shared.',
    causes: ['RDS or AWS Backup made it: only manual snapshots can be shared'],
    remedy:
      'In source_accounts, let the pipeline share, and name in extra_copy_kms_key_ids a key of that account and region whose policy admits this account: it then makes a manual copy there first. Or make such a copy by hand, share it and ask for it by its ARN.',
    retry: 'redrive',
    stages: ['check_snapshot'],
  },
  SNAPSHOT_NOT_AVAILABLE: {
    meaning:
      'The snapshot is there, but not available, and in a state out of which it does not become so.',
    causes: ['its creation or copy failed', 'it is being deleted'],
    remedy: 'Ask for another snapshot.',
    retry: 'new_request',
    stages: ['check_snapshot', 'delete_rds'],
  },
  SNAPSHOT_COPY_FAILED: {
    meaning: 'RDS could not copy the snapshot.',
    causes: ['the key became unusable', 'the source snapshot was deleted during the copy'],
    remedy: 'Mend the cause, then replay from copy_snapshot or put a new request.',
    retry: 'new_request',
    stages: ['copy_snapshot', 'check_copy'],
  },
  FINAL_SNAPSHOT_FAILED: {
    meaning: 'The final snapshot of the old target could not be taken. Nothing was deleted.',
    causes: ['RDS reports the snapshot as failed', 'it was deleted while it was made'],
    remedy:
      'Find out why in the RDS events, delete the failed snapshot, then redrive; or ask with final_snapshot false.',
    retry: 'redrive',
    stages: ['delete_rds'],
  },
} as const satisfies Record<string, CatalogueEntry>;
