/** What helps once the cause is gone. */
export type Retry = 'wait' | 'redrive' | 'new_request';

export interface CatalogueEntry {
  readonly meaning: string;
  readonly causes: readonly string[];
  readonly remedy: string;
  readonly retry: Retry;
}

/** Every failure that an operator can meet. Code, documentation and CLI read this one list. */
export const catalogue = {
  REQUEST_INVALID: {
    meaning: 'The request says something that is not allowed, or leaves out something needed.',
    causes: ['an unknown field', 'a value of the wrong form', 'fields that exclude each other'],
    remedy: 'Correct the named field and put a new RestoreRequested event.',
    retry: 'new_request',
  },
  TARGET_REGION_MISMATCH: {
    meaning: 'The request names a target region that this deployment does not serve.',
    causes: ['the event was put on the bus of another region than the one intended'],
    remedy:
      'Leave target_region out, or put the event on the bus of the deployment in that region.',
    retry: 'new_request',
  },
  SOURCE_REGION_NOT_SUPPORTED: {
    meaning: 'The snapshot lies in another region than the deployment.',
    causes: ['source_region differs from the region of the deployment'],
    remedy: 'Copy the snapshot into this region first and name the copy.',
    retry: 'new_request',
  },
  ENGINE_NOT_SUPPORTED: {
    meaning: 'The snapshot is of an engine that the pipeline cannot restore.',
    causes: ['the snapshot is not of an aurora-mysql cluster, provisioned or Serverless v2'],
    remedy: 'Choose a snapshot of an aurora-mysql cluster.',
    retry: 'new_request',
  },
  ENGINE_VERSION_DOWNGRADE: {
    meaning: 'The engine version asked for is older than the snapshot’s.',
    causes: ['Aurora cannot restore a snapshot to an older version than it was taken with'],
    remedy: 'Leave engine_version out, or ask for the snapshot’s own version or a later one.',
    retry: 'new_request',
  },
  OPERATION_ID_TAKEN: {
    meaning: 'Another request has already used this operation_id.',
    causes: ['an operation_id was used again for something else'],
    remedy: 'Leave operation_id out, or choose one that was never used.',
    retry: 'new_request',
  },
  TARGET_IS_SOURCE: {
    meaning: 'The target is the very cluster that the snapshot was taken of.',
    causes: ['target_cluster_id names the source cluster'],
    remedy:
      'Choose another target_cluster_id. The pipeline never replaces a snapshot’s own source.',
    retry: 'new_request',
  },
  TARGET_LOCKED: {
    meaning: 'Another operation in progress holds this target.',
    causes: ['two requests for one target', 'an operation that was never finished or cancelled'],
    remedy: 'Wait until that operation has ended, or cancel it; then ask or redrive again.',
    retry: 'redrive',
  },
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
  },
  SNAPSHOT_FAILED: {
    meaning: 'The snapshot is in a state from which it will never become available.',
    causes: ['its creation or copy failed', 'it is being deleted'],
    remedy: 'Ask for another snapshot.',
    retry: 'new_request',
  },
  MASTER_SECRET_MISSING: {
    meaning: 'The secret with the master login does not exist or cannot be read.',
    causes: ['it was never created', 'it is marked as deleted', 'it lacks username or password'],
    remedy: 'Create the secret as JSON with username and password of the source, then redrive.',
    retry: 'redrive',
  },
  TARGET_NOT_MANAGED: {
    meaning: 'A cluster stands under the target’s name, and nobody has allowed its deletion.',
    causes: [
      'it does not carry the tag aurora-restore:managed = true',
      'it is not on the deployment’s allow-list',
    ],
    remedy:
      'If it really may be deleted, tag the cluster and its instances aurora-restore:managed = true, or put it on the allow-list; then redrive.',
    retry: 'redrive',
  },
  TARGET_PROTECTED: {
    meaning: 'The target has deletion protection, and the deployment may not lift it.',
    causes: ['deletion protection is on and lift_protection is not set for this target'],
    remedy: 'Turn the protection off, or allow lifting it in the configuration; then redrive.',
    retry: 'redrive',
  },
  TARGET_IN_GLOBAL_CLUSTER: {
    meaning: 'The target belongs to a global cluster.',
    causes: ['Aurora does not delete a member of a global cluster'],
    remedy: 'Remove it from the global cluster, then redrive.',
    retry: 'redrive',
  },
  TARGET_STOPPED: {
    meaning: 'The target is stopped. Aurora does not delete a stopped cluster.',
    causes: ['somebody stopped it, or a schedule did'],
    remedy: 'Start the cluster, wait until it is available, then redrive.',
    retry: 'redrive',
  },
  TARGET_CHANGED: {
    meaning: 'Under the target’s name stands another cluster than the one that was checked.',
    causes: ['it was deleted and created again since', 'a newer restore of the same target'],
    remedy: 'Look what the cluster is. If it may be replaced, put a new request.',
    retry: 'new_request',
  },
  TARGET_NAME_TAKEN: {
    meaning: 'A name that the restore needs is taken by something this operation did not make.',
    causes: ['somebody created a cluster, an instance or a snapshot of that name meanwhile'],
    remedy: 'Remove or rename it, then redrive.',
    retry: 'redrive',
  },
  FINAL_SNAPSHOT_FAILED: {
    meaning: 'The final snapshot of the old target could not be taken. Nothing was deleted.',
    causes: ['RDS reports the snapshot as failed', 'it was deleted while it was made'],
    remedy:
      'Find out why in the RDS events, delete the failed snapshot, then redrive; or ask with final_snapshot false.',
    retry: 'redrive',
  },
  SNAPSHOT_COPY_FAILED: {
    meaning: 'RDS could not copy the snapshot.',
    causes: ['the key became unusable', 'the source snapshot was deleted during the copy'],
    remedy: 'Mend the cause, then replay from copy_snapshot or put a new request.',
    retry: 'new_request',
  },
  CLUSTER_RESTORE_FAILED: {
    meaning: 'RDS could not restore the cluster.',
    causes: ['an incompatible network or parameters', 'an unusable key', 'too few resources'],
    remedy:
      'See the status and the RDS events of the cluster and mend the cause. If the cluster recovers, redrive; else replay from delete_rds, or put a new request.',
    retry: 'redrive',
  },
  CLUSTER_VANISHED: {
    meaning: 'The cluster that this operation restored is gone, or is not the one it was.',
    causes: ['somebody deleted it during the restore'],
    remedy: 'Put a new request.',
    retry: 'new_request',
  },
  INSTANCE_FAILED: {
    meaning: 'An instance of the restored cluster did not become available.',
    causes: ['the class is not offered', 'too few resources', 'parameters or network do not fit'],
    remedy:
      'See the status and the RDS events of the instance and mend the cause, then redrive; where the instance is gone, replay from create_instances.',
    retry: 'redrive',
  },
  DATABASE_LOGIN_REFUSED: {
    meaning: 'The database refused the login.',
    causes: [
      'the secret does not hold the password that the source had when the snapshot was taken',
      'the user may not log in from there',
    ],
    remedy: 'Put the source’s password into the secret, then redrive.',
    retry: 'redrive',
  },
  DATABASE_UNREACHABLE: {
    meaning: 'No connection to the database could be made.',
    causes: [
      'security groups or routes do not let the function through',
      'the port is another one',
      'the certificate is not trusted or names another host',
    ],
    remedy: 'Mend the network or the certificate, then redrive.',
    retry: 'redrive',
  },
  SQL_FAILED: {
    meaning: 'The database refused a statement.',
    causes: ['a statement of the custom SQL is wrong', 'the master user lacks a privilege'],
    remedy: 'Mend the statement or the privilege, then redrive: it goes on with that statement.',
    retry: 'redrive',
  },
  SQL_TIMED_OUT: {
    meaning: 'A statement took longer than one run of the function can wait, and was stopped.',
    causes: ['the statement changes a large table', 'it waits for a lock'],
    remedy:
      'Split the statement, or take it out and run it by hand afterwards; deploy that, then redrive: it goes on with that statement.',
    retry: 'redrive',
  },
  QUOTA_EXCEEDED: {
    meaning: 'A quota of the account is used up.',
    causes: ['too many clusters, instances or manual snapshots in the region'],
    remedy: 'Delete what is not needed or have the quota raised, then redrive.',
    retry: 'redrive',
  },
  KEY_NOT_USABLE: {
    meaning: 'The encryption key cannot be used.',
    causes: ['it does not exist', 'it is disabled or being deleted', 'its policy denies the use'],
    remedy: 'Make the key usable for the pipeline’s role and RDS, then redrive.',
    retry: 'redrive',
  },
  PARAMETER_REFUSED: {
    meaning: 'RDS refused a parameter of a call, or a combination of parameters.',
    causes: ['a setting does not fit the engine version, the class or the region'],
    remedy:
      'Correct what the message names in the request or the configuration; put a new request.',
    retry: 'new_request',
  },
  REFERENCE_NOT_FOUND: {
    meaning: 'Something that the restore refers to does not exist or does not fit.',
    causes: ['a subnet, security or parameter group is missing or of another family or VPC'],
    remedy: 'Create it or mend its name, then redrive; or put a new request.',
    retry: 'redrive',
  },
  NOT_PERMITTED: {
    meaning: 'AWS denied a call to the pipeline’s role.',
    causes: [
      'a policy, a boundary or a service control policy',
      'a resource not on the allow-list',
    ],
    remedy: 'Grant what the message names if it should be granted, then redrive.',
    retry: 'redrive',
  },
  STEP_TIMED_OUT: {
    meaning: 'The stage took longer than its deadline allows.',
    causes: ['RDS is slower than the deadline expects', 'RDS waits for something'],
    remedy:
      'See what the resource is doing. If it only needs longer, redrive: a new deadline begins.',
    retry: 'redrive',
  },
  STEP_CRASHED: {
    meaning: 'The function died before it could record what went wrong.',
    causes: ['a timeout', 'out of memory', 'a defect'],
    remedy: 'See the function’s log, then redrive the dead-letter queue named here.',
    retry: 'redrive',
  },
  UNEXPECTED: {
    meaning: 'Something failed that the pipeline does not recognise.',
    causes: ['see the cause'],
    remedy: 'Read the cause and the function’s log, mend it, then redrive.',
    retry: 'redrive',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;

/** Trying again changes nothing until somebody acts. The message says what and which resource. */
export class StepFailure extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StepFailure';
    this.code = code;
  }
}

/** May pass next time; if it never does, it is this failure. */
export class Passing extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'Passing';
    this.code = code;
  }
}

export interface Reason {
  readonly code: ErrorCode;
  /** The field of the request that is to blame. */
  readonly field?: string;
  readonly message: string;
}

/** The request can never be carried out. Every reason at once. */
export class Rejection extends Error {
  readonly reasons: readonly Reason[];
  constructor(reasons: readonly Reason[]) {
    super(reasons.map(({ message }) => message).join('; '));
    this.name = 'Rejection';
    this.reasons = reasons;
  }
}

/** Not now: AWS is busy, throttling or at a limit of things in progress. Not a failure. */
export class NotYet extends Error {
  readonly afterSeconds: number | undefined;
  constructor(message: string, afterSeconds?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NotYet';
    this.afterSeconds = afterSeconds;
  }
}
