import type { CatalogueEntry } from './entry.ts';

const stages = ['check_snapshot'] as const;

/** The request itself can never be carried out. */
export const request = {
  REQUEST_INVALID: {
    meaning: 'The request says something that is not allowed, or leaves out something needed.',
    causes: [
      'an unknown field',
      'a value of the wrong form',
      'fields that exclude each other, or need each other',
      'more, deeper or larger values than can be recorded',
    ],
    remedy: 'Correct the named field and put a new RestoreRequested event.',
    retry: 'new_request',
    stages,
  },
  DATE_INVALID: {
    meaning: 'The day of the snapshot is no day.',
    causes: ['it is not written as YYYY-MM-DD', 'there is no such day'],
    remedy: 'Write snapshot_date as YYYY-MM-DD, in UTC, and put a new RestoreRequested event.',
    retry: 'new_request',
    stages,
  },
  TARGET_REGION_MISMATCH: {
    meaning: 'The request names a target region that this deployment does not serve.',
    causes: ['the event was put on the bus of another region than the one intended'],
    remedy:
      'Leave target_region out, or put the event on the bus of the deployment in that region.',
    retry: 'new_request',
    stages,
  },
  ENGINE_NOT_SUPPORTED: {
    meaning: 'The snapshot is of an engine that the pipeline cannot restore.',
    causes: ['the snapshot is not of an aurora-mysql cluster, provisioned or Serverless v2'],
    remedy: 'Choose a snapshot of an aurora-mysql cluster.',
    retry: 'new_request',
    stages,
  },
  ENGINE_VERSION_DOWNGRADE: {
    meaning: 'The engine version asked for is older than the snapshot’s.',
    causes: ['Aurora cannot restore a snapshot to an older version than it was taken with'],
    remedy: 'Leave engine_version out, or ask for the snapshot’s own version or a later one.',
    retry: 'new_request',
    stages,
  },
  QUEUE_FULL: {
    meaning: 'More operations wait for their turn than the pipeline can keep in order.',
    causes: ['something asks for restores over and over'],
    remedy:
      'See what waits (`aurora-restore list --status queued`), cancel what nobody needs, and put the request again later.',
    retry: 'new_request',
    stages: ['check_snapshot', 'copy_snapshot'],
  },
  OPERATION_ID_TAKEN: {
    meaning: 'Another request has already used this operation_id.',
    causes: ['an operation_id was used again for something else'],
    remedy: 'Leave operation_id out, or choose one that was never used.',
    retry: 'new_request',
    stages,
  },
} as const satisfies Record<string, CatalogueEntry>;
