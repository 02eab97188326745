/** A role's name has 64 characters at most; the longest region has 14, and is known only on deployment. */
const LONGEST_BEFORE_REGION = 64 - '-role-'.length - 14;

/** The pipeline's names, all derived from the environment. */
export const namesOf = (environment: string) => {
  const prefix = environment === 'dev' ? 'aurora-restore' : `aurora-restore-${environment}`;
  return {
    prefix,
    bus: prefix,
    stateTable: `${prefix}-state`,
    auditTable: `${prefix}-audit`,
    resourcesTable: `${prefix}-resources`,
    metrics: environment === 'dev' ? 'AuroraRestore' : `AuroraRestore/${environment}`,
    queue: (service: string) => `${prefix}-${service}`,
    deadLetterQueue: (service: string) => `${prefix}-${service}-dlq`,
    /** In an account that snapshots come from. */
    crossAccountRole: `${prefix}-cross-account-role`,
    role: (service: string, region: string) =>
      `${`${prefix}-${service}`.slice(0, LONGEST_BEFORE_REGION)}-role-${region}`,
    masterSecret: `aurora-restore/${environment}/master-credentials`,
    userSecret: (cluster: string, user: string) =>
      `aurora-restore/${environment}/${cluster}/${user}`,
  };
};

/** The tags by which the pipeline knows what it made and what it may delete. */
export const MANAGED_TAG = 'aurora-restore:managed';
export const OPERATION_TAG = 'aurora-restore:operation-id';
/** Which deployment of an account made it: others leave it alone. */
export const ENVIRONMENT_TAG = 'aurora-restore:environment';
/** What a snapshot was made for: a copy may go when the restore is over, a final snapshot never. */
export const PURPOSE_TAG = 'aurora-restore:purpose';
