import { beforeAll, beforeEach, expect, test } from 'vitest';
import { master, newKey, sharedEngine } from '../../infra/local/rds/mariadb/engine.fixture.ts';
import { alone } from '../../shared/database/alone.ts';
import { connectWith } from '../../shared/database/connect.ts';
import { type Connect, type Database, StatementStopped } from '../../shared/database/database.ts';
import { NotYet } from '../../shared/errors.ts';

const server = sharedEngine();
let open: () => ReturnType<Connect>;
let another: Database;
let database: Database;

beforeAll(async () => {
  const key = newKey();
  await server.engine().create(key, master);
  const { address, port } = await server.engine().start(key, { port: 3306 });
  open = () => connectWith(server.engine().ca)({ host: address, port }, master);
  another = await open();
});

beforeEach(async () => {
  database = await open();
});

/** The statements that run on the server now, but for the one that asks. */
const running = async () =>
  (
    await another.query(
      "SELECT INFO AS sql_text FROM information_schema.PROCESSLIST WHERE COMMAND = 'Query' AND ID <> CONNECTION_ID()",
    )
  ).map(({ sql_text }) => String(sql_text));

test('a statement that takes too long is ended in the server too', async () => {
  const endless = database.query('SELECT SLEEP(3600)', [], 300);

  await expect(endless).rejects.toThrow(StatementStopped);
  await expect.poll(running, { timeout: 20_000 }).toEqual([]);
  await database.close();
});

test('a connection that is gone leaves its statement at work, and nothing else is run beside it', async () => {
  await alone(database);
  const [{ id } = { id: 0 }] = await database.query('SELECT CONNECTION_ID() AS id');
  const abandoned = database.query('SELECT SLEEP(3600)').catch(() => 'ended');
  await expect.poll(running, { timeout: 20_000 }).toEqual(['SELECT SLEEP(3600)']);

  await expect(alone(another)).rejects.toThrow(NotYet);
  await expect(alone(another)).rejects.toThrow(`connection ${id} of an earlier delivery`);
  await another.query(`KILL ${id}`);
  expect(await abandoned).toBe('ended');

  await expect.poll(() => alone(another), { timeout: 20_000 }).toBeUndefined();
});
