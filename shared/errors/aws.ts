import { type CatalogueEntry, changing, everyStage } from './entry.ts';

const encrypting = [
  'check_snapshot',
  'copy_snapshot',
  'delete_rds',
  'restore_snapshot',
  'create_instances',
  'setup_db_users',
] as const;

const usable =
  'Its policy must let the pipeline’s roles call kms:DescribeKey and kms:CreateGrant (docs/configuration.md says how), and the key of a secret also kms:Decrypt and kms:GenerateDataKey through Secrets Manager.';

/** What RDS, Secrets Manager and AWS as a whole answer. */
export const aws = {
  THROTTLED: {
    meaning: 'AWS wants fewer calls.',
    causes: ['RDS limits its calls by account and region, whoever makes them'],
    remedy: 'Nothing: the step looks again by itself until its deadline.',
    retry: 'wait',
    stages: everyStage,
  },
  RESOURCE_BUSY: {
    meaning: 'RDS is at work on the resource, or at a limit of things in progress.',
    causes: [
      'a backup, a modification or a failover',
      'five copies from other regions in progress',
    ],
    remedy: 'Nothing: the step looks again by itself until its deadline.',
    retry: 'wait',
    stages: changing,
  },
  CAPACITY_LACKING: {
    meaning: 'AWS has no capacity for this at the moment.',
    causes: ['the instance class, or storage, is used up in an availability zone'],
    remedy:
      'Nothing: the step tries again by itself until its deadline. If it never helps, put a new request with another db_instance_class.',
    retry: 'wait',
    stages: ['restore_snapshot', 'create_instances'],
  },
  QUOTA_EXCEEDED: {
    meaning: 'A quota of the account is used up.',
    causes: ['too many clusters, instances or manual snapshots in the region'],
    remedy: 'Delete what is not needed or have the quota raised, then redrive.',
    retry: 'redrive',
    stages: ['check_snapshot', ...changing, 'setup_db_users'],
  },
  KEY_NOT_FOUND: {
    meaning: 'There is no such encryption key.',
    causes: [
      'its id or alias is misspelt',
      'it lies in another region or account',
      'it was deleted',
    ],
    remedy:
      'Put a new request with a key of this region in kms_key_id. If it is the snapshot’s own key that is gone, nobody can read the snapshot any more: choose another one.',
    retry: 'new_request',
    stages: encrypting,
  },
  KEY_DISABLED: {
    meaning: 'The encryption key is disabled or being deleted, or is not one that RDS takes.',
    causes: [
      'somebody disabled it',
      'its deletion is scheduled',
      'its key material is missing',
      'it is asymmetric, or not for encryption',
    ],
    remedy:
      'Enable the key, or cancel its deletion and enable it; then redrive. Instead of a key of the wrong kind put a new request with another.',
    retry: 'redrive',
    stages: encrypting,
  },
  KEY_DENIED: {
    meaning: 'The use of the encryption key is denied.',
    causes: ['the key’s policy does not let the role use it', 'the role’s own policy does not'],
    remedy: `${usable} Then redrive.`,
    retry: 'redrive',
    stages: encrypting,
  },
  KEY_NOT_USABLE: {
    meaning: 'The encryption key cannot be used. AWS does not say why.',
    causes: ['it does not exist', 'it is disabled or being deleted', 'its policy denies the use'],
    remedy: `Make the key usable: see in the KMS console whether it exists here and is enabled. ${usable} Then redrive; where the key is the wrong one, put a new request.`,
    retry: 'redrive',
    stages: [...encrypting, 'check_restore', 'check_instances'],
  },
  KEY_UNPROVEN: {
    meaning: 'Whether RDS may use the encryption key cannot be known beforehand.',
    causes: [
      'the key’s policy allows grants through RDS only, which nobody can try',
      'the key’s policy does not let the pipeline make grants',
    ],
    remedy:
      'Let the key’s policy allow the pipeline’s roles kms:CreateGrant directly (docs/configuration.md), then redrive; or set allow_unproven_keys in the configuration, if a restore may go on without knowing.',
    retry: 'redrive',
    stages: ['check_snapshot'],
  },
  PARAMETER_REFUSED: {
    meaning: 'RDS refused a parameter of a call, or a combination of parameters.',
    causes: ['a setting does not fit the engine version, the class or the region'],
    remedy:
      'Correct what the message names in the request or the configuration; put a new request.',
    retry: 'new_request',
    stages: ['check_snapshot', ...changing],
  },
  REFERENCE_NOT_FOUND: {
    meaning: 'Something that the restore refers to does not exist or does not fit.',
    causes: [
      'a subnet, security or parameter group is missing, or RDS finds it unfit',
      'an engine version, an instance class or a type of log is not offered in the region, or in the availability zone',
      'a subnet has no address left',
    ],
    remedy: 'Create it or mend its name, then redrive; or put a new request.',
    retry: 'redrive',
    stages: ['check_snapshot', 'restore_snapshot', 'create_instances'],
  },
  PARAMETER_GROUP_MISMATCH: {
    meaning: 'A parameter group is of another family than the engine version to be restored.',
    causes: ['the engine version is of another major version than what the group was made for'],
    remedy:
      'Put a new request with a parameter group of the family that the message names, or with another engine_version.',
    retry: 'new_request',
    stages: ['check_snapshot'],
  },
  ENGINE_VERSION_PATH: {
    meaning: 'RDS does not upgrade from the snapshot’s engine version to the one asked for.',
    causes: ['the way to that version leads over others', 'RDS withdrew one of the versions'],
    remedy: 'Put a new request with one of the versions that the message names.',
    retry: 'new_request',
    stages: ['check_snapshot'],
  },
  SECURITY_GROUP_ELSEWHERE: {
    meaning: 'A security group lies in another VPC than the subnet group.',
    causes: ['the groups were taken from two networks'],
    remedy: 'Put a new request with security groups and a subnet group of one VPC.',
    retry: 'new_request',
    stages: ['check_snapshot'],
  },
  NETWORK_ELSEWHERE: {
    meaning: 'The cluster would lie in another VPC than the deployment’s own security group.',
    causes: [
      'the subnet group is of another VPC than the deployment; a cluster takes security groups of its own VPC only',
    ],
    remedy: 'Put a new request with a subnet group of the VPC that the deployment is in.',
    retry: 'new_request',
    stages: ['check_snapshot'],
  },
  SOURCE_ACCOUNT_DENIED: {
    meaning: 'The role of the snapshot’s account cannot be assumed.',
    causes: [
      'the stack for source accounts is not deployed in that account, or for another environment',
      'its external id is another than the one in source_accounts',
      'its trust names another account or region than the pipeline’s',
      'a service control policy',
    ],
    remedy:
      'Deploy the source account’s stack with the external id of source_accounts (docs/accounts.md), then redrive.',
    retry: 'redrive',
    stages: ['check_snapshot', 'copy_snapshot', 'archive_snapshot'],
  },
  NOT_PERMITTED: {
    meaning: 'AWS denied a call to the pipeline’s role.',
    causes: [
      'a policy, a boundary or a service control policy',
      'a resource not on the allow-list',
    ],
    remedy: 'Grant what the message names if it should be granted, then redrive.',
    retry: 'redrive',
    stages: everyStage,
  },
} as const satisfies Record<string, CatalogueEntry>;
