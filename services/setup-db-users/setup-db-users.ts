import { type ClusterAvailable, UsersConfigured } from '../../events/index.ts';
import { lastRestored, restored } from '../../shared/aurora/restored.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { DatabaseUser } from '../../shared/configuration/database.ts';
import { MANAGED_TAG, namesOf, OPERATION_TAG } from '../../shared/configuration/names.ts';
import { alone } from '../../shared/database/alone.ts';
import type { Database } from '../../shared/database/database.ts';
import { applicationSchemas, ensureUser } from '../../shared/database/users.ts';
import { NotYet } from '../../shared/errors.ts';
import { inheritedFacts } from '../../shared/operation/inherited-facts.ts';
import { done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';
import type { StepInput } from '../../shared/step/work.ts';
import { settleInherited } from './inherited.ts';
import { type MasterWorld, masterPassword } from './master-password.ts';
import { settled } from './settled.ts';
import { permitted, refusedAs } from './statements.ts';

interface Dependencies extends MasterWorld {
  readonly configuration: Pick<Configuration, 'environment' | 'database'>;
}

/**
 * Gives the master user its password, deals with what came with the snapshot undeclared, and makes the
 * declared users exist with exactly their privileges, each with a password that is stored before it is
 * set, proven by logging in, and only then current. Then runs the custom SQL.
 */
export const setupDbUsers =
  (world: Dependencies): Business<typeof ClusterAvailable, typeof UsersConfigured> =>
  async (input) => {
    const { operation, event } = input;
    const { database: declared } = world.configuration;
    const cluster = await restored(world.aurora, event.target_cluster_id, lastRestored(operation));
    await settled(world.aurora, cluster);
    const { resource_id } = cluster;
    const database = await world.connect(
      { host: event.endpoint, port: event.port },
      await masterPassword(world, input, cluster),
    );
    try {
      await alone(database);
      const inherited = await settleInherited(input, database, resource_id, declared);
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
      return done(
        UsersConfigured.with({ users, custom_statements, ...inheritedFacts(inherited) }),
        { users },
      );
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
