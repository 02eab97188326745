import { type ClusterAvailable, UsersConfigured } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { lastRestored, restored } from '../../shared/aurora/restored.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { DatabaseUser } from '../../shared/configuration/database.ts';
import { MANAGED_TAG, namesOf, OPERATION_TAG } from '../../shared/configuration/names.ts';
import { alone } from '../../shared/database/alone.ts';
import {
  type Connect,
  type Database,
  StatementRefused,
  StatementStopped,
} from '../../shared/database/database.ts';
import type { MasterLogin } from '../../shared/database/master-login.ts';
import type { UserSecrets } from '../../shared/database/user-secrets.ts';
import { applicationSchemas, ensureUser } from '../../shared/database/users.ts';
import { NotYet, StepFailure } from '../../shared/errors.ts';
import { done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';
import type { AskPermit } from '../../shared/step/permit.ts';
import type { StepInput } from '../../shared/step/work.ts';

interface Dependencies {
  readonly aurora: Pick<Aurora, 'cluster'>;
  readonly connect: Connect;
  readonly masterLogin: MasterLogin;
  readonly userSecrets: UserSecrets;
  readonly configuration: Pick<Configuration, 'environment' | 'database'>;
}

/**
 * Makes the declared users exist with exactly their privileges, each with a password that is stored
 * before it is set, proven by logging in, and only then current. Then runs the custom SQL.
 */
export const setupDbUsers =
  (world: Dependencies): Business<typeof ClusterAvailable, typeof UsersConfigured> =>
  async (input) => {
    const { operation, event } = input;
    const { database: declared } = world.configuration;
    const { resource_id } = await restored(
      world.aurora,
      event.target_cluster_id,
      lastRestored(operation),
    );
    const database = await world.connect(
      { host: event.endpoint, port: event.port },
      await world.masterLogin.read(),
    );
    try {
      await alone(database);
      const schemas =
        declared.schemas.length > 0
          ? declared.schemas
          : await refusedAs('listing the schemas', () => applicationSchemas(database));
      const users: { username: string; secret_name: string }[] = [];
      for (const user of declared.users)
        users.push(await setUp(world, input, database, user, user.schemas ?? schemas));
      const custom_statements = await runCustomSql(
        input,
        database,
        resource_id,
        declared.custom_sql,
      );
      return done(UsersConfigured.with({ users, custom_statements }), { users });
    } finally {
      await database.close();
    }
  };

async function setUp(
  { connect, userSecrets, configuration }: Dependencies,
  { operation, event, permit }: StepInput<ClusterAvailable>,
  database: Database,
  user: DatabaseUser,
  schemas: readonly string[],
) {
  const { username } = user;
  const endpoint = { host: event.endpoint, port: event.port };
  const clusterId = event.target_cluster_id;
  const secret_name = namesOf(configuration.environment).userSecret(clusterId, username);
  const tags = { [MANAGED_TAG]: 'true', [OPERATION_TAG]: operation.operation_id };
  const secret = await userSecrets.prepare(
    { ...endpoint, name: secret_name, username, clusterId, tags },
    permit,
  );
  await refusedAs(`setting up user ${username}`, () =>
    ensureUser(permitted(database, permit), user, secret.password, schemas),
  );
  const whose = `the declared user ${username}, whose password secret ${secret_name} holds`;
  const proof = await connect(endpoint, { username, password: secret.password, whose });
  await proof.close();
  await secret.makeCurrent();
  return { username, secret_name };
}

/** Asks for a permit right before each statement that is not a mere question. */
const permitted = (database: Database, permit: AskPermit): Database => ({
  ...database,
  async query(sql, values) {
    if (!sql.startsWith('SELECT ')) (await permit()).use();
    return await database.query(sql, values);
  },
});

/** A statement that would get less waits for the next run of the function. */
const FAIR_STATEMENT_MS = 10 * 60_000;

/**
 * Runs what has not run yet on this very cluster, one statement at a time, so that a redrive or a
 * replay goes on after the last.
 */
async function runCustomSql(
  { operation, permit, record }: StepInput<ClusterAvailable>,
  database: Database,
  resource_id: string,
  statements: readonly string[],
): Promise<number> {
  const { custom_sql } = operation;
  const before = custom_sql?.resource_id === resource_id ? custom_sql.done : 0;
  for (const [index, statement] of statements.entries()) {
    if (index < before) continue;
    const { statementMs } = (await permit()).use();
    if (index > before && statementMs < FAIR_STATEMENT_MS)
      throw new NotYet(`statement ${index + 1} of the custom SQL gets a run of its own`, 0);
    await refusedAs(`statement ${index + 1} of the custom SQL`, () =>
      database.query(statement, [], statementMs),
    );
    await record({ custom_sql: { resource_id, done: index + 1 } });
  }
  return statements.length;
}

/** MySQL's own words may quote the statement, and it a password: only its number is told. */
async function refusedAs<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StatementStopped)
      throw new StepFailure('SQL_TIMED_OUT', `${what}: ${error.message}`);
    if (!(error instanceof StatementRefused)) throw error;
    throw new StepFailure('SQL_FAILED', `${what}: ${error.message}`);
  }
}
