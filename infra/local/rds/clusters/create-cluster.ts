import type { CreateDBClusterCommandInput } from '@aws-sdk/client-rds';
import type { Call } from '../../service.ts';
import { engineVersion } from '../engine-versions/versions.ts';
import { invalidCombination } from '../errors.ts';
import { onlyMembers, required } from '../input.ts';
import { usableKey } from '../keys.ts';
import type { Operation } from '../operation.ts';
import type { Rds } from '../rds.ts';
import { clusterAnswer } from './answer.ts';
import { askedPassword } from './asked-password.ts';
import { makeSecret, newPassword } from './master-secret.ts';
import { checkMasterUsername } from './master-user.ts';
import { NEW_CLUSTER_MEMBERS } from './members.ts';
import { bringUp, enterCluster } from './new-cluster.ts';
import { newClusterPermissions } from './new-cluster-permissions.ts';

export const createDBCluster = (rds: Rds): Operation<CreateDBClusterCommandInput> => ({
  permissions: (input, call) =>
    newClusterPermissions(rds, call, input, [], {
      'rds:DatabaseEngine': input.Engine ?? '',
      'rds:StorageEncrypted': String(input.StorageEncrypted ?? true),
      'rds:ManageMasterUserPassword': String(input.ManageMasterUserPassword ?? false),
    }),
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      ...NEW_CLUSTER_MEMBERS,
      'DatabaseInsightsMode',
      'ManageMasterUserPassword',
      'MasterUserPassword',
      'MasterUserSecretKmsKeyId',
      'MasterUsername',
      'PreferredMaintenanceWindow',
      'StorageEncrypted',
    ]);
    const name = required(input, 'DBClusterIdentifier');
    const username = required(input, 'MasterUsername');
    checkMasterUsername(username);
    const asked = askedPassword(rds, call, input, { id: name.toLowerCase() });
    const password =
      asked?.kind === 'managed' ? newPassword(rds) : required(input, 'MasterUserPassword');
    const cluster = enterCluster(rds, call, input, {
      name,
      engine: required(input, 'Engine'),
      version: engineVersion(input.EngineVersion),
      masterUsername: username,
      kmsKeyId: keyOf(rds, input, call),
    });
    if (asked?.kind === 'managed') makeSecret(rds, cluster, asked.secret, password);
    bringUp(rds, cluster, {
      what: `creating the cluster ${cluster.id}`,
      on: [cluster.resourceId],
      run: () => rds.engine.create(cluster.resourceId, { username, password }),
      lasting: rds.durations.createCluster,
      ifItFails: 'failed',
    });
    return { DBCluster: clusterAnswer(rds.regions.at(call), cluster) };
  },
});

/** Encrypted with the account's own key, unless another is given or the request says no. */
const keyOf = (
  rds: Rds,
  { StorageEncrypted, KmsKeyId }: CreateDBClusterCommandInput,
  call: Call,
): string | undefined => {
  if (StorageEncrypted !== false)
    return KmsKeyId ? usableKey(rds, KmsKeyId, call) : rds.keys.own(call);
  if (KmsKeyId)
    throw invalidCombination('You can’t specify a KMS key for a DB cluster that isn’t encrypted.');
  return undefined;
};
