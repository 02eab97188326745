import { afterAll, expect, test } from 'vitest';
import { at, later, NOW, operationWith } from '../operation/operation.fixture.ts';
import type { Operation } from '../operation/operation.ts';
import { tables as names, openTables, REGION } from '../operation/tables.fixture.ts';
import { Lines } from './lines.ts';

const tables = await openTables();
afterAll(() => tables.close());

let lineNumber = 0;
/** A line of its own for each test: lines are of regions. */
const newLines = () => {
  lineNumber += 1;
  const place = { table: names.resources, region: `${REGION}-${lineNumber}` };
  return new Lines(tables.document, place, tables.operations);
};

let second = 0;
/** Recorded one after another, each with a target of its own. */
async function recorded(overrides: Partial<Operation> = {}, target?: string) {
  second += 1;
  const operation = operationWith({ start_time: at(second), ...overrides });
  const target_cluster_id = target ?? `target-of-${operation.operation_id}`;
  return await tables.put({
    ...operation,
    target: undefined,
    request: { ...operation.request, target_cluster_id },
  });
}

const asks = { limit: 1, awaitsTarget: false, now: NOW };

test('an operation waits until the one before it is over', async () => {
  const lines = newLines();
  const [first, next] = [await recorded(), await recorded()];
  await lines.stand('restores', first, asks);

  expect(await lines.stand('restores', next, asks)).toMatchObject({ kind: 'waiting' });
  await tables.put({ ...first, status: 'completed' });
  expect(await lines.stand('restores', next, asks)).toEqual({ kind: 'at_work' });
});

test.each<[string, Partial<Operation>]>([
  ['that waits for its turn at something else', { status: 'queued' }],
  ['cancelled while a worker is at it', { status: 'cancelled', claim: { by: 'w', until: at(1) } }],
])('an operation %s is still at work', async (_, state) => {
  const lines = newLines();
  const [first, next] = [await recorded(), await recorded()];
  await lines.stand('restores', first, asks);

  await tables.put({ ...first, ...state });

  expect(await lines.stand('restores', next, asks)).toMatchObject({ kind: 'waiting' });
});

test('one that has failed makes room, and so does one whose record is gone', async () => {
  const lines = newLines();
  const gone = operationWith({ operation_id: 'never-recorded', start_time: at(0) });
  const [failed, next] = [await recorded(), await recorded()];
  await lines.stand('restores', gone, { ...asks, limit: 2 });
  await lines.stand('restores', failed, { ...asks, limit: 2 });

  await tables.put({ ...failed, status: 'failed' });

  expect(await lines.stand('restores', next, asks)).toEqual({ kind: 'at_work' });
});

test('a copy is over once its operation is past it', async () => {
  const lines = newLines();
  const [first, next] = [await recorded({ step: 'copy_snapshot' }), await recorded()];
  await lines.stand('copies', first, asks);

  await tables.put({ ...first, step: 'check_copy' });
  expect(await lines.stand('copies', next, asks)).toMatchObject({ kind: 'waiting' });
  await tables.put({ ...first, step: 'delete_rds' });
  expect(await lines.stand('copies', next, asks)).toEqual({ kind: 'at_work' });
});

test('where the target is busy, who does not wait for it is told by whom, and does not stand in line', async () => {
  const lines = newLines();
  const [first, next] = [await recorded({}, 'shop'), await recorded({}, 'shop')];
  await lines.stand('restores', first, { ...asks, limit: 5 });

  const turn = await lines.stand('restores', next, { ...asks, limit: 5 });

  expect(turn).toMatchObject({ behind: { operation_id: first.operation_id } });
  expect((await lines.read('restores')).waiting).toEqual([]);
});

test('where it is only busy with what is over, nobody waits', async () => {
  const lines = newLines();
  const [first, next] = [await recorded({}, 'shop'), await recorded({}, 'shop')];
  await lines.stand('restores', first, asks);
  await tables.put({ ...first, status: 'cancelled' });

  expect(await lines.stand('restores', next, asks)).toEqual({ kind: 'at_work' });
});

test('many that ask at the same time are at work no more than may be, and none is forgotten', async () => {
  const lines = newLines();
  const all = await Promise.all(Array.from({ length: 20 }, () => recorded()));

  await Promise.all(all.map((one) => lines.stand('restores', one, { ...asks, limit: 3 })));

  const { at_work, waiting } = await lines.read('restores');
  expect(at_work).toHaveLength(3);
  expect(waiting).toHaveLength(17);
  expect(waiting).toEqual([...waiting].sort((a, b) => a.since.localeCompare(b.since)));
});

test('who is next is told as the operations stand, not as the line says', async () => {
  const lines = newLines();
  const [first, cancelled, next] = [await recorded(), await recorded(), await recorded()];
  for (const one of [first, cancelled, next]) await lines.stand('restores', one, asks);
  expect(await lines.next('restores', 1, NOW)).toEqual([]);

  await tables.put({ ...first, status: 'completed' });
  await tables.put({ ...cancelled, status: 'cancelled' });

  const [one, ...others] = await lines.next('restores', 1, NOW);
  expect(one?.operation_id).toBe(next.operation_id);
  expect(others).toEqual([]);
});

test('only who is over is taken out', async () => {
  const lines = newLines();
  const [first, next] = [await recorded(), await recorded()];
  for (const one of [first, next]) await lines.stand('restores', one, asks);
  await tables.put({ ...first, status: 'completed' });

  for (const one of [first, next]) await lines.leave('restores', one.operation_id, later(0));

  const { at_work, waiting } = await lines.read('restores');
  expect(at_work).toEqual([]);
  expect(waiting.map(({ operation_id }) => operation_id)).toEqual([next.operation_id]);
});

test('who goes on after a failure is at work at once, and the others wait for it too', async () => {
  const lines = newLines();
  const [failed, working, next] = [await recorded(), await recorded(), await recorded()];
  for (const one of [working, next]) await lines.stand('restores', one, asks);

  await lines.reenter('restores', failed);
  await tables.put({ ...working, status: 'completed' });

  expect(await lines.stand('restores', next, asks)).toMatchObject({ kind: 'waiting' });
});
