import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDynamodb, TableName } from './dynamodb.fixture.ts';

const { document, createTable, deleteTable, put, get, update, close } = await openDynamodb();

beforeEach(createTable);
afterEach(deleteTable);
afterAll(close);

describe('an update', () => {
  test('sets, adds, removes and appends', async () => {
    await put({ claim: { by: 'me', until: 1 }, log: ['a'], n: 1, gone: true });

    const { Attributes } = await update({
      UpdateExpression:
        'SET claim.#by = :you, #log = list_append(#log, :more), n = n + :one, fresh = if_not_exists(fresh, :you) REMOVE gone, claim.#until',
      ExpressionAttributeNames: { '#by': 'by', '#log': 'log', '#until': 'until' },
      ExpressionAttributeValues: { ':you': 'you', ':more': ['b', 'c'], ':one': 1 },
      ReturnValues: 'ALL_NEW',
    });

    const expected = { id: 'a', claim: { by: 'you' }, log: ['a', 'b', 'c'], n: 2, fresh: 'you' };
    expect(Attributes).toEqual(expected);
    expect(await get()).toEqual(expected);
  });

  test('may set a value into itself', async () => {
    await put({ list: [1], map: { a: 1 } });

    await update({
      UpdateExpression: 'SET #list[5] = if_not_exists(#list, :v), #map.a = #map',
      ExpressionAttributeNames: { '#list': 'list', '#map': 'map' },
      ExpressionAttributeValues: { ':v': 0 },
    });

    expect(await get()).toEqual({ id: 'a', list: [1, [1]], map: { a: { a: 1 } } });
  });

  test('removes by the indexes of before', async () => {
    await put({ list: [0, 1, 2, [3, 4]] });

    await update({
      UpdateExpression: 'REMOVE #list[0], #list[2], #list[3][0]',
      ExpressionAttributeNames: { '#list': 'list' },
    });

    expect(await get()).toEqual({ id: 'a', list: [1, [4]] });
  });

  test('of many at once loses none', async () => {
    await Promise.all(
      Array.from({ length: 50 }, () =>
        update({
          UpdateExpression: 'SET n = if_not_exists(n, :zero) + :one',
          ExpressionAttributeValues: { ':zero': 0, ':one': 1 },
        }),
      ),
    );

    expect(await get()).toEqual({ id: 'a', n: 50 });
  });
});

describe('an index', () => {
  const watched = async () =>
    (
      await document.send(
        new QueryCommand({
          TableName,
          IndexName: 'watched',
          KeyConditionExpression: 'watched = :yes AND due < :due',
          ExpressionAttributeValues: { ':yes': 'yes', ':due': '2026-06' },
        }),
      )
    ).Items;

  test('holds only items that have its keys, in order', async () => {
    await put({ id: 'a', watched: 'yes', due: '2026-05' });
    await put({ id: 'b', due: '2026-04' });
    await put({ id: 'c', watched: 'yes', due: '2026-03' });
    await put({ id: 'd', watched: 'yes', due: '2026-07' });

    expect((await watched())?.map(({ id }) => id)).toEqual(['c', 'a']);
  });

  test('follows an update and a removal', async () => {
    await put({ watched: 'yes', due: '2026-05' });

    await update({
      UpdateExpression: 'SET due = :due',
      ExpressionAttributeValues: { ':due': '2026-01' },
    });
    const moved = await watched();
    await update({ UpdateExpression: 'REMOVE watched' });

    expect(moved).toEqual([{ id: 'a', watched: 'yes', due: '2026-01' }]);
    expect(await watched()).toEqual([]);
  });
});
