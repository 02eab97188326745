import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDynamodb, TableName } from './dynamodb.fixture.ts';

const { document, createTable, deleteTable, put, update, close } = await openDynamodb();

beforeEach(createTable);
afterEach(deleteTable);
afterAll(close);

describe('a condition', () => {
  const item = {
    status: 'in_progress',
    sequence: 3,
    claim: { by: 'me', until: 500 },
    list: ['x', { y: 1 }],
    text: 'hello',
  };
  const values: Record<string, unknown> = {
    ':status': 'in_progress',
    ':three': 3,
    ':four': 4,
    ':me': 'me',
    ':other': 'other',
    ':list': ['x', { y: 1 }],
    ':claim': { until: 500, by: 'me' },
    ':y': { y: 1 },
    ':he': 'he',
    ':type': 'M',
  };
  /** What an expression names, and no more: DynamoDB refuses what is not used. */
  const used = (expression: string, sign: string, from: Record<string, unknown>) => {
    const keys = expression.match(new RegExp(`${sign}\\w+`, 'g')) ?? [];
    const entries = keys.map((key) => [key, from[key] ?? key.slice(1)]);
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  };
  const meets = async (expression: string) => {
    const ExpressionAttributeNames = used(expression, '#', {});
    const ExpressionAttributeValues = used(expression, ':', values);
    const written = await update({
      UpdateExpression: 'SET touched = :touched',
      ConditionExpression: expression,
      ExpressionAttributeNames,
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ':touched': true },
    }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      },
    );
    const { Count } = await document.send(
      new ScanCommand({
        TableName,
        FilterExpression: expression,
        ExpressionAttributeNames,
        ExpressionAttributeValues,
      }),
    );
    expect(Count, 'what a filter says').toBe(written ? 1 : 0);
    return written;
  };

  beforeEach(async () => {
    await put(item);
  });

  test.each([
    'attribute_exists(id)',
    'attribute_not_exists(#missing)',
    'attribute_not_exists(#claim.#missing)',
    '#status = :status',
    '#sequence < :four AND #sequence <= :three AND NOT #sequence > :three',
    '#claim.#by = :me',
    'attribute_not_exists(#claim) OR #claim.#until > :three',
    '#list = :list',
    '#claim = :claim',
    '#list[1].y < :three',
    'contains(#list, :y)',
    'contains(#text, :he)',
    'begins_with(#text, :he)',
    'size(#text) > :four',
    'size(#list) < size(#text)',
    'attribute_type(#claim, :type)',
    '#sequence BETWEEN :three AND :four',
    '#status IN (#missing, :status)',
    '#claim.#by <> :other',
  ])('holds: %s', async (expression) => {
    expect(await meets(expression)).toBe(true);
  });

  test.each([
    'attribute_not_exists(id)',
    '#sequence = :four',
    '#claim.#by = :other',
    '#status = :three',
    '#text < :four',
    '#claim < #list',
  ])('does not hold: %s', async (expression) => {
    expect(await meets(expression)).toBe(false);
  });

  test.each([
    ['#missing = :me', false],
    ['#missing < :three', false],
    ['#missing <= :three', false],
    ['#missing > :three', false],
    ['NOT #missing < :three', true],
    ['#missing <> :me', true],
    ['#missing = #claim.#missing', false],
    ['#missing >= #claim.#missing', false],
    ['#missing <> #claim.#missing', true],
    ['size(#missing) >= size(#claim.#missing)', false],
    ['begins_with(#missing, #claim.#missing)', false],
    ['contains(#missing, #claim.#missing)', false],
    ['#missing BETWEEN #claim.#missing AND #claim.#missing', false],
    ['#missing IN (#claim.#missing)', false],
  ])('on what is missing, %s is %s', async (expression, expected) => {
    expect(await meets(expression)).toBe(expected);
  });

  test('that fails gives the item if it is asked for', async () => {
    const attempt = update({
      UpdateExpression: 'SET #sequence = :four',
      ConditionExpression: '#sequence = :four',
      ExpressionAttributeNames: { '#sequence': 'sequence' },
      ExpressionAttributeValues: { ':four': 4 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });

    const error = await attempt.catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ Item: { id: { S: 'a' }, sequence: { N: '3' } } });
  });

  test('that fails gives no item where there was none', async () => {
    const attempt = update(
      {
        UpdateExpression: 'SET #sequence = :four',
        ConditionExpression: '#sequence = :four',
        ExpressionAttributeNames: { '#sequence': 'sequence' },
        ExpressionAttributeValues: { ':four': 4 },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
      'b',
    );

    const error = await attempt.catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(Reflect.get(Object(error), 'Item')).toBeUndefined();
  });
});
