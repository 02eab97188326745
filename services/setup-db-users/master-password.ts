import type { ClusterAvailable } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { Cluster } from '../../shared/aurora/cluster.ts';
import { since } from '../../shared/aurora/verdict.ts';
import { MANAGED_TAG, namesOf, OPERATION_TAG } from '../../shared/configuration/names.ts';
import type { Connect, Login } from '../../shared/database/database.ts';
import type { MasterLogin } from '../../shared/database/master-login.ts';
import type { UserSecrets } from '../../shared/database/user-secrets.ts';
import { NotYet, StepFailure } from '../../shared/errors.ts';
import { learnt } from '../../shared/step/learnt.ts';
import type { StepInput } from '../../shared/step/work.ts';

export interface MasterWorld {
  readonly aurora: Pick<
    Aurora,
    'cluster' | 'instances' | 'failuresOf' | 'setMasterPassword' | 'manageMasterPassword'
  >;
  readonly connect: Connect;
  /** Reads a login out of the secret of this name or ARN. */
  readonly masterLogin: (secretId: string) => MasterLogin;
  readonly userSecrets: UserSecrets;
  readonly configuration: { readonly environment: string };
}

type Input = StepInput<ClusterAvailable>;

/** The login of the master user, with the password that was asked for. Wants a settled cluster. */
export async function masterPassword(
  world: MasterWorld,
  input: Input,
  cluster: Cluster,
): Promise<Login> {
  const { credentials = 'source' } = learnt(input.operation, 'target').settings;
  if (credentials === 'reset') return await reset(world, input, cluster);
  if (credentials === 'managed') return await managed(world, input, cluster);
  return await world.masterLogin(namesOf(world.configuration.environment).masterSecret).read();
}

/**
 * A password of the cluster's own. It is stored before RDS is told of it, and current once it is
 * proven. Whether RDS was told before, only the server can say: a login that it refuses is a reason to
 * tell RDS the same once more.
 */
async function reset(
  { aurora, connect, userSecrets, configuration }: MasterWorld,
  { operation, event, permit }: Input,
  { id }: Cluster,
): Promise<Login> {
  const endpoint = { host: event.endpoint, port: event.port };
  const username = learnt(operation, 'snapshot').master_username;
  const name = namesOf(configuration.environment).userSecret(id, username);
  const tags = { [MANAGED_TAG]: 'true', [OPERATION_TAG]: operation.operation_id };
  const wanted = { ...endpoint, name, username, clusterId: id, tags };
  const secret = await userSecrets.prepare(wanted, permit);
  const login = { username, password: secret.password, whose: whose(username, name) };
  if (await accepts(connect, endpoint, login)) {
    await secret.makeCurrent();
    return login;
  }
  for (const instance of await aurora.instances(id)) {
    const said = await aurora.failuresOf('instance', instance.id, since(operation));
    if (said.length > 0)
      throw new StepFailure('MASTER_PASSWORD_NOT_SET', `${instance.id}: ${said.join('; ')}`);
  }
  await aurora.setMasterPassword(await permit(), id, login.password);
  throw notTaken(id, name);
}

/** The login that RDS keeps. A restore brings no such secret along, so RDS is asked for one. */
async function managed(
  { aurora, connect, masterLogin }: MasterWorld,
  { event, permit }: Input,
  { id, master_user_secret: secret }: Cluster,
): Promise<Login> {
  if (!secret) {
    await aurora.manageMasterPassword(await permit(), id);
    throw new NotYet(`RDS was asked to manage the master password of ${id}`);
  }
  const { arn, status } = secret;
  if (status === 'impaired')
    throw new StepFailure('MANAGED_SECRET_FAILED', `secret ${arn} of ${id} is ${status}`);
  if (status !== 'active') throw new NotYet(`secret ${arn} of ${id} is ${status}`);
  /** RDS may change the password between the two looks. */
  for (const _ of ['as it is', 'as it is by now']) {
    const login = await masterLogin(arn).read().catch(unreadable);
    if (await accepts(connect, { host: event.endpoint, port: event.port }, login)) return login;
  }
  throw notTaken(id, arn);
}

/** Here it is not for people to make the secret. */
function unreadable(error: unknown): never {
  if (error instanceof StepFailure && error.code === 'MASTER_SECRET_MISSING')
    throw new StepFailure('MANAGED_SECRET_FAILED', error.message, { cause: error });
  throw error;
}

async function accepts(connect: Connect, ...[endpoint, login]: Parameters<Connect>) {
  try {
    await (await connect(endpoint, login)).close();
    return true;
  } catch (error) {
    if (error instanceof StepFailure && error.code === 'DATABASE_LOGIN_REFUSED') return false;
    throw error;
  }
}

const whose = (username: string, secret: string) =>
  `the master user ${username}, whose password secret ${secret} holds`;

const notTaken = (id: string, secret: string) =>
  new NotYet(`${id} does not take the master password of secret ${secret} yet`, undefined, {
    code: 'MASTER_PASSWORD_NOT_SET',
  });
