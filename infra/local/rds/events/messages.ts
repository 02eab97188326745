/** What RDS says about a resource. The texts have no full stop at the end: its real events don't. */
export interface Notice {
  readonly id: string;
  readonly categories: readonly string[];
  readonly message: string;
}

const notice = (id: string, category: string, message: string): Notice => ({
  id: `RDS-EVENT-${id}`,
  categories: [category],
  message,
});

export const clusterNotices = {
  /** After a restore too. */
  created: notice('0170', 'creation', 'DB cluster created'),
  deleted: notice('0171', 'deletion', 'DB cluster deleted'),
  masterCredentialsReset: notice('0016', 'configuration change', 'Reset master credentials'),
  stopped: notice('0150', 'notification', 'DB cluster stopped'),
  started: notice('0151', 'notification', 'DB cluster started'),
  upgraded: notice('0173', 'maintenance', 'Database cluster engine version has been upgraded'),
  majorUpgraded: notice(
    '0176',
    'maintenance',
    'Database cluster engine major version has been upgraded',
  ),
  failoverStarted: (to: string) =>
    notice('0073', 'failover', `Started cross AZ failover to DB instance: ${to}`),
  failoverCompleted: (to: string) =>
    notice('0071', 'failover', `Completed failover to DB instance: ${to}`),
};

export const instanceNotices = {
  created: notice('0005', 'creation', 'DB instance created'),
  deleted: notice('0003', 'deletion', 'DB instance deleted'),
  stopped: notice('0087', 'notification', 'DB instance stopped'),
  started: notice('0088', 'notification', 'DB instance started'),
  passwordNotReset: notice('0067', 'configuration change', 'Unable to reset your password'),
};

/**
 * What RDS says when something goes wrong, by event id. `{name}` and `{state}` stand for the resource
 * and its status, `{message}` for the reason. Source: Aurora User Guide, "Amazon RDS event categories
 * and event messages for Aurora".
 */
export const failures = {
  'RDS-EVENT-0354': [
    'cluster',
    'failure',
    "You can't create the DB cluster because of incompatible resources. {message}",
  ],
  'RDS-EVENT-0355': [
    'cluster',
    'failure',
    "The DB cluster can't be created because of insufficient resource limits. {message}",
  ],
  'RDS-EVENT-0353': [
    'instance',
    'failure',
    "The DB instance can't be created because of insufficient resource limits. {message}",
  ],
  'RDS-EVENT-0035': ['instance', 'failure', 'Database instance put into {state}. {message}'],
  'RDS-EVENT-0036': ['instance', 'failure', 'Database instance in {state}. {message}'],
  'RDS-EVENT-0418': [
    'instance',
    'failure',
    'Amazon RDS is unable to access the KMS encryption key for database instance {name}. This is likely due to the key being disabled or Amazon RDS being unable to access it. {message}',
  ],
  'RDS-EVENT-0419': [
    'instance',
    'availability',
    'Amazon RDS has been unable to access the KMS encryption key for database instance {name}. This database will be placed into an inaccessible state. {message}',
  ],
} as const satisfies Record<string, readonly ['cluster' | 'instance', string, string]>;

/** The complete list but for exports to S3: none for a copy, a deletion, sharing or a failure. */
export const snapshotNotices = {
  manualStarted: notice('0074', 'backup', 'Creating manual cluster snapshot'),
  manualCreated: notice('0075', 'backup', 'Manual cluster snapshot created'),
  automatedStarted: notice('0168', 'backup', 'Creating automated cluster snapshot'),
  automatedCreated: notice('0169', 'backup', 'Automated cluster snapshot created'),
};
