import type { DBCluster } from '@aws-sdk/client-rds';
import type { ServiceSecret } from '../../secretsmanager/service-secrets.ts';
import { type Call, ServiceError } from '../../service.ts';
import { usableKey } from '../keys.ts';
import { arnOf } from '../naming/arn.ts';
import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';

/**
 * The secret that RDS would keep the master password in, if the caller may have it made. A caller needs
 * `kms:DescribeKey` of its key, `secretsmanager:CreateSecret` and `secretsmanager:TagResource`, and of a
 * key of its own `kms:Decrypt`, `kms:GenerateDataKey` and `kms:CreateGrant`. Aurora User Guide,
 * "Permissions required for Secrets Manager integration". The error's words are seen with AWS.
 */
export const plannedSecret = (
  rds: Rds,
  call: Call,
  clusterId: string,
  keyId: string | undefined,
): ServiceSecret => {
  const planned = {
    name: `cluster-${rds.uuid()}`,
    kmsKeyId: keyId
      ? usableKey(rds, keyId, call, ['Decrypt', 'GenerateDataKey', 'CreateGrant'])
      : usableKey(rds, 'alias/aws/secretsmanager', call, []),
    tags: [{ Key: 'aws:rds:primaryDBClusterArn', Value: arnOf(call, 'cluster', clusterId) }],
  };
  try {
    rds.secrets.check(planned, call);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ServiceError(
      'AccessDenied',
      "The user isn't authorized to create a secret in AWS Secrets Manager. Either grant the user permission to create a secret, or create the secret with a different user that has permission.",
      403,
    );
  }
  return planned;
};

/** Its value is there at once; that the database takes it is what `active` says. */
export const makeSecret = (
  rds: Rds,
  cluster: Cluster,
  planned: ServiceSecret,
  password: string,
): void => {
  const arn = rds.secrets.create(planned, cluster.place, secretText(cluster, password));
  cluster.secret = { arn, kmsKeyId: planned.kmsKeyId, status: 'creating' };
};

/** The database takes this password, which is the secret's from now on if it was not before. */
export const activateSecret = (rds: Rds, cluster: Cluster, password: string | undefined): void => {
  const { secret } = cluster;
  if (secret?.status === 'rotating' && password !== undefined)
    rds.secrets.put(secret.arn, secretText(cluster, password));
  if (secret && secret.status !== 'impaired') secret.status = 'active';
};

/**
 * The database has not taken the password. Assumed: a secret that was to be rotated is what it was
 * before; one that has never been right says so.
 */
export const leaveSecret = ({ secret }: Cluster): void => {
  if (secret?.status === 'creating') secret.status = 'impaired';
  if (secret?.status === 'rotating') secret.status = 'active';
};

export const deleteSecret = (rds: Rds, cluster: Cluster): void => {
  if (cluster.secret) rds.secrets.delete(cluster.secret.arn);
  cluster.secret = undefined;
};

export const secretAnswer = ({ secret }: Cluster): DBCluster['MasterUserSecret'] =>
  secret && { SecretArn: secret.arn, SecretStatus: secret.status, KmsKeyId: secret.kmsKeyId };

/** As RDS makes it: 28 characters, with each kind among them. */
export const newPassword = (rds: Rds): string =>
  rds.secrets.randomPassword({ PasswordLength: 28, ExcludeCharacters: `/@"'\\` });

const secretText = ({ masterUsername }: Cluster, password: string): string =>
  JSON.stringify({ username: masterUsername, password });
