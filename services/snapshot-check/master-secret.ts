import type { MasterLogin } from '../../shared/database/master-login.ts';
import type { Reason } from '../../shared/errors.ts';
import type { ClusterSettings } from '../../shared/operation/settings.ts';

/**
 * Whether the pipeline will be able to log in. Where the cluster gets a new password, it need not know
 * the source's.
 */
export async function masterSecret(
  masterLogin: MasterLogin,
  { credentials = 'source' }: Pick<ClusterSettings, 'credentials'>,
  snapshot: { readonly master_username: string } | undefined,
): Promise<Reason[]> {
  if (credentials !== 'source') return [];
  const { username } = await masterLogin.read();
  const master = snapshot?.master_username;
  if (!master || username === master) return [];
  return [
    {
      code: 'MASTER_SECRET_MISSING',
      message: `the master secret is of ${username}, but the master user of the snapshot is ${master}`,
    },
  ];
}
