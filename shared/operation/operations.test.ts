import { afterAll, expect, test } from 'vitest';
import { at, operationWith } from './operation.fixture.ts';
import { openTables } from './tables.fixture.ts';

const { document, operations, put, item, isWatched, close } = await openTables();
afterAll(close);

test('a new operation is put as it is, and watched', async () => {
  const operation = operationWith();

  await operations.create(operation);

  expect(await operations.read(operation.operation_id)).toEqual(operation);
  expect(await isWatched(operation)).toBe(true);
});

test('an operation is never created over another', async () => {
  const operation = await put(operationWith());
  const again = operationWith({ operation_id: operation.operation_id, sequence: 0 });

  await expect(operations.create(again)).rejects.toThrow('create lost its condition');

  expect(await item(operation.operation_id)).toMatchObject({ sequence: 2 });
});

test('what is not there reads as nothing', async () => {
  expect(await operations.read('nobody')).toBeUndefined();
});

test('an item that is not an operation is not taken for one', async () => {
  const { deadline: _, ...broken } = operationWith();
  await put({ ...broken, deadline: 'soon' });

  await expect(operations.read(broken.operation_id)).rejects.toThrow('deadline');
});

test('every watched operation is found, however many pages there are', async () => {
  const many = await Promise.all(Array.from({ length: 5 }, () => put(operationWith())));
  document.middlewareStack.add(
    (next) => (call) => next({ ...call, input: { ...call.input, Limit: 2 } }),
    { name: 'small pages' },
  );

  const found = await Promise.all(many.map(isWatched));

  document.middlewareStack.remove('small pages');
  expect(found).toEqual([true, true, true, true, true]);
});

test('operations of one status are listed with the latest first', async () => {
  const status = 'planned';
  const older = await put(operationWith({ status, start_time: at(-300) }));
  const newest = await put(operationWith({ status, start_time: at(-100) }));
  const newer = await put(operationWith({ status, start_time: at(-200) }));
  await put(operationWith({ status: 'completed', start_time: at(0) }));

  expect(await operations.withStatus(status, 10)).toEqual([newest, newer, older]);
  expect(await operations.withStatus(status, 2)).toEqual([newest, newer]);
});
