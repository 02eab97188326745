import { expect, test } from 'vitest';
import type { Call } from '../service.ts';
import { permissionsOf } from './permissions.ts';

const call = (operation: string): Call => ({
  service: 'dynamodb',
  operation,
  region: 'eu-west-1',
  accountId: '123456789012',
  principal: { accountId: '123456789012', arn: 'arn:aws:iam::123456789012:root' },
  requestId: 'request',
  endpoint: 'http://127.0.0.1:4566',
});
const arn = (name: string) => `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}`;
const needed = (operation: string, input: object) =>
  permissionsOf(input, call(operation)).map(({ action, resource }) => `${action} ${resource}`);

test.each([
  ['UpdateItem', { TableName: 'state' }, [`dynamodb:UpdateItem ${arn('state')}`]],
  ['Query', { TableName: 'state' }, [`dynamodb:Query ${arn('state')}`]],
  ['Query', { TableName: 'state', IndexName: 'i' }, [`dynamodb:Query ${arn('state')}/index/i`]],
  ['ListTables', {}, ['dynamodb:ListTables *']],
  [
    'BatchWriteItem',
    { RequestItems: { a: [], b: [] } },
    [`dynamodb:BatchWriteItem ${arn('a')}`, `dynamodb:BatchWriteItem ${arn('b')}`],
  ],
  [
    'CreateTable',
    { TableName: 'state', Tags: [{}] },
    [`dynamodb:CreateTable ${arn('state')}`, `dynamodb:TagResource ${arn('state')}`],
  ],
  ['TagResource', { ResourceArn: arn('state') }, [`dynamodb:TagResource ${arn('state')}`]],
])('%s of %j needs %j', (operation, input, expected) => {
  expect(needed(operation, input)).toEqual(expected);
});

test('a transaction needs what each of its actions needs', () => {
  const on = { TableName: 'state' };

  const permissions = permissionsOf(
    { TransactItems: [{ Put: on }, { Update: on }, { Delete: on }, { ConditionCheck: on }] },
    call('TransactWriteItems'),
  );

  expect(permissions.map(({ action }) => action)).toEqual([
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:ConditionCheckItem',
  ]);
  expect(permissions[0]?.context).toEqual({ 'dynamodb:EnclosingOperation': 'TransactWriteItems' });
});

test.each([
  ['GetItem', { Key: { id: { S: 'line#1' } } }],
  ['PutItem', { Item: { name: { S: 'x' }, id: { S: 'line#1' } } }],
  ['UpdateItem', { Key: { sort: { S: 'x' }, id: { S: 'line#1' } } }],
])('%s of one item tells the item’s partition key', (operation, item) => {
  const keyOf = (table: string) => (table === 'state' ? 'id' : undefined);

  const of = (TableName: string) =>
    permissionsOf({ TableName, ...item }, call(operation), keyOf)[0]?.context;

  expect(of('state')).toEqual({ 'dynamodb:LeadingKeys': ['line#1'] });
  expect(of('another')).toBeUndefined();
});

test('each action of a transaction tells the key of its item', () => {
  const Put = { TableName: 'state', Item: { id: { S: 'a' } } };
  const ConditionCheck = { TableName: 'state', Key: { id: { S: 'b' } } };

  const permissions = permissionsOf(
    { TransactItems: [{ Put }, { ConditionCheck }] },
    call('TransactWriteItems'),
    () => 'id',
  );

  expect(permissions.map(({ context }) => context?.['dynamodb:LeadingKeys'])).toEqual([
    ['a'],
    ['b'],
  ]);
});
