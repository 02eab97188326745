import { TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDynamodb, TableName } from './dynamodb.fixture.ts';

const { clock, document, createTable, deleteTable, put, get, close } = await openDynamodb();

beforeEach(createTable);
afterEach(deleteTable);
afterAll(close);

describe('a transaction', () => {
  test('writes everything', async () => {
    await put({ n: 1 });

    await document.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: { id: 'b', watched: 'yes', due: '1' } } },
          {
            Update: {
              TableName,
              Key: { id: 'a' },
              UpdateExpression: 'SET n = n + :one',
              ExpressionAttributeValues: { ':one': 1 },
            },
          },
          {
            ConditionCheck: {
              TableName,
              Key: { id: 'c' },
              ConditionExpression: 'attribute_not_exists(id)',
            },
          },
        ],
      }),
    );

    const { Responses } = await document.send(
      new TransactGetCommand({
        TransactItems: ['a', 'b', 'c'].map((id) => ({ Get: { TableName, Key: { id } } })),
      }),
    );
    expect(Responses).toEqual([
      { Item: { id: 'a', n: 2 } },
      { Item: { id: 'b', watched: 'yes', due: '1' } },
      {},
    ]);
  });

  test('changes nothing if a check fails, and says which, with the item', async () => {
    await put({ n: 1 });

    const attempt = document.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: { id: 'b' } } },
          {
            ConditionCheck: {
              TableName,
              Key: { id: 'a' },
              ConditionExpression: 'n = :two',
              ExpressionAttributeValues: { ':two': 2 },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
      }),
    );

    await expect(attempt).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: expect.stringContaining('[None, ConditionalCheckFailed]'),
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { id: { S: 'a' }, n: { N: '1' } },
        },
      ],
    });
    expect(await get('b')).toBeUndefined();
    expect(await get('a')).toEqual({ id: 'a', n: 1 });
  });

  test('is made once however often it is asked for with one token', async () => {
    const command = (n: number) =>
      new TransactWriteCommand({
        ClientRequestToken: 'token',
        TransactItems: [
          {
            Put: {
              TableName,
              Item: { id: 'a', n },
              ConditionExpression: 'attribute_not_exists(id)',
            },
          },
        ],
      });
    await document.send(command(1));

    await document.send(command(1));

    await expect(document.send(command(2))).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
    clock.advance(10 * 60_000);
    await expect(document.send(command(1))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
  });

  test('may not touch an item twice', async () => {
    const item = { Put: { TableName, Item: { id: 'a' } } };

    const attempt = document.send(new TransactWriteCommand({ TransactItems: [item, item] }));

    await expect(attempt).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('is seen whole or not at all', async () => {
    const write = (n: number) =>
      document.send(
        new TransactWriteCommand({
          TransactItems: ['a', 'b'].map((id) => ({ Put: { TableName, Item: { id, n } } })),
        }),
      );
    const read = async () => {
      const { Responses = [] } = await document.send(
        new TransactGetCommand({
          TransactItems: ['a', 'b'].map((id) => ({ Get: { TableName, Key: { id } } })),
        }),
      );
      return Responses.map(({ Item }) => Item?.n);
    };
    await write(0);

    const reads = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => (n % 2 ? read() : write(n).then(() => undefined))),
    );

    for (const seen of reads) if (seen) expect(seen[0]).toBe(seen[1]);
  });
});
