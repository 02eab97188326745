import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { MasterLogin } from '../../shared/database/master-login.ts';
import type { Reason } from '../../shared/errors.ts';
import type { ClusterSettings } from '../../shared/operation/settings.ts';

interface World {
  readonly masterLogin: MasterLogin;
  readonly configuration: Pick<Configuration, 'database'>;
}

/**
 * Whether the pipeline will be able to log in as the master user, and leaves it what it has. Where the
 * cluster gets a new password, the source's need not be known.
 */
export async function masterUser(
  { masterLogin, configuration }: World,
  { credentials = 'source' }: Pick<ClusterSettings, 'credentials'>,
  master: string,
): Promise<Reason[]> {
  const declared = configuration.database.users.some(({ username }) => username === master);
  const known = credentials === 'source' ? (await masterLogin.read()).username : master;
  return [
    ...(declared
      ? [
          {
            code: 'DECLARED_USER_IS_MASTER',
            message: `database.users declares ${master}, which is the master user of the snapshot`,
          } as const,
        ]
      : []),
    ...(known !== master && master !== ''
      ? [
          {
            code: 'MASTER_SECRET_MISSING',
            message: `the master secret is of ${known}, but the master user of the snapshot is ${master}`,
          } as const,
        ]
      : []),
  ];
}
