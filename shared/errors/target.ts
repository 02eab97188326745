import { type CatalogueEntry, everyStage } from './entry.ts';

const checked = ['check_snapshot', 'delete_rds'] as const;

/** The cluster that stands under the target's name, and the one that is to. */
export const target = {
  TARGET_IS_SOURCE: {
    meaning: 'The target is the very cluster that the snapshot was taken of.',
    causes: ['target_cluster_id names the source cluster'],
    remedy:
      'Choose another target_cluster_id. The pipeline never replaces a snapshot’s own source.',
    retry: 'new_request',
    stages: checked,
  },
  TARGET_LOCKED: {
    meaning: 'Another operation holds this target.',
    causes: [
      'two requests for one target',
      'an operation that was never finished or cancelled',
      'a newer restore of the same target',
      'the target’s lock was removed by hand',
    ],
    remedy:
      'The message names the operation. Wait until it has ended, or cancel it; then redrive if the message says so, else put a new request.',
    retry: 'redrive',
    stages: everyStage,
  },
  TARGET_NOT_MANAGED: {
    meaning: 'A cluster stands under the target’s name, and nobody has allowed its deletion.',
    causes: [
      'it does not carry the tag aurora-restore:managed = true',
      'its tag aurora-restore:environment names another environment',
      'it is not on the deployment’s allow-list',
    ],
    remedy:
      'If it really may be deleted, tag the cluster and its instances aurora-restore:managed = true, or put it on the allow-list; then redrive. What belongs to another environment is that one’s to replace: ask it, or choose another target.',
    retry: 'redrive',
    stages: checked,
  },
  TARGET_PROTECTED: {
    meaning: 'The target has deletion protection, and the deployment may not lift it.',
    causes: ['deletion protection is on and lift_protection is not set for this target'],
    remedy: 'Turn the protection off, or allow lifting it in the configuration; then redrive.',
    retry: 'redrive',
    stages: checked,
  },
  TARGET_IN_GLOBAL_CLUSTER: {
    meaning: 'The target belongs to a global cluster.',
    causes: ['Aurora does not delete a member of a global cluster'],
    remedy: 'Remove it from the global cluster, then redrive.',
    retry: 'redrive',
    stages: checked,
  },
  TARGET_STOPPED: {
    meaning: 'The target is stopped. Aurora does not delete a stopped cluster.',
    causes: ['somebody stopped it, or a schedule did'],
    remedy: 'Start the cluster, wait until it is available, then redrive.',
    retry: 'redrive',
    stages: checked,
  },
  TARGET_CHANGED: {
    meaning: 'Under the target’s name stands another cluster than the one that was checked.',
    causes: ['it was deleted and created again since', 'a newer restore of the same target'],
    remedy: 'Look what the cluster is. If it may be replaced, put a new request.',
    retry: 'new_request',
    stages: [...checked, 'check_delete'],
  },
  TARGET_NAME_TAKEN: {
    meaning: 'A name that the restore needs is taken by something this operation did not make.',
    causes: ['somebody created a cluster, an instance or a snapshot of that name meanwhile'],
    remedy: 'Remove or rename it, then redrive.',
    retry: 'redrive',
    stages: [
      'check_snapshot',
      'copy_snapshot',
      'delete_rds',
      'restore_snapshot',
      'create_instances',
    ],
  },
  CLUSTER_RESTORE_FAILED: {
    meaning: 'RDS could not restore the cluster.',
    causes: ['an incompatible network or parameters', 'too few resources'],
    remedy:
      'See the status and the RDS events of the cluster and mend the cause. If the cluster recovers, redrive; else replay from delete_rds, or put a new request.',
    retry: 'redrive',
    stages: ['check_restore', 'check_instances'],
  },
  CLUSTER_VANISHED: {
    meaning: 'The cluster that this operation restored is gone, or is not the one it was.',
    causes: ['somebody deleted it during the restore'],
    remedy: 'Put a new request.',
    retry: 'new_request',
    stages: [
      'check_restore',
      'create_instances',
      'check_instances',
      'setup_db_users',
      'archive_snapshot',
    ],
  },
  INSTANCE_FAILED: {
    meaning: 'An instance of the restored cluster did not become available.',
    causes: ['the class is not offered', 'too few resources', 'parameters or network do not fit'],
    remedy:
      'See the status and the RDS events of the instance and mend the cause, then redrive; where the instance is gone, replay from create_instances.',
    retry: 'redrive',
    stages: ['create_instances', 'check_instances'],
  },
  SETTINGS_DIFFER: {
    meaning: 'The restored cluster or one of its instances is not as it was to be.',
    causes: [
      'somebody changed it during the restore',
      'RDS did not take a setting as it was asked for',
      'a parameter group waits for its instance to be rebooted',
    ],
    remedy:
      'The message names each setting, as it is and as it was to be. Change it by hand, by ModifyDBCluster or ModifyDBInstance, then redrive. Until then applications may not reach the cluster.',
    retry: 'redrive',
    stages: ['archive_snapshot'],
  },
  TARGET_DELETION_FAILED: {
    meaning: 'RDS did not carry out the deletion of the old target that it had accepted.',
    causes: ['its key became unusable', 'RDS reports the cluster as failed'],
    remedy:
      'See the status and the RDS events of the cluster; its final snapshot stands. Mend the cause or delete the cluster by hand, then redrive.',
    retry: 'redrive',
    stages: ['check_delete'],
  },
} as const satisfies Record<string, CatalogueEntry>;
