import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { compileFilter } from './filter-policy.ts';
import { text } from './sns.fixture.ts';

const onAttributes = (policy: object) => compileFilter(JSON.stringify(policy), 'MessageAttributes');
const onBody = (policy: object) => compileFilter(JSON.stringify(policy), 'MessageBody');

const number = (StringValue: string) => ({ DataType: 'Number', StringValue });
const array = (StringValue: string) => ({ DataType: 'String.Array', StringValue });
const binary = { DataType: 'Binary', BinaryValue: Buffer.from('red') };

const cases: readonly [unknown, MessageAttributeValue | undefined, boolean][] = [
  ['red', text('red'), true],
  ['red', text('green'), false],
  ['red', array('["green", "red"]'), true],
  ['red', array('not json'), false],
  ['red', binary, false],
  ['red', undefined, false],
  [1, number('1.0'), true],
  [1, text('1'), false],
  [{ prefix: 're' }, text('red'), true],
  [{ suffix: 'ed' }, text('red'), true],
  [{ 'anything-but': ['red', 'green'] }, text('green'), false],
  [{ 'anything-but': ['red', 'green'] }, text('blue'), true],
  [{ 'anything-but': 'red' }, undefined, false],
  [{ exists: true }, text('red'), true],
  [{ exists: false }, undefined, true],
  [{ numeric: ['>', 0, '<=', 150] }, number('1.5e2'), true],
  [{ numeric: ['>', 0, '<=', 150] }, text('150'), false],
];

test.each(cases)('the condition %j on the attribute %j gives %s', (condition, colour, expected) => {
  const accepts = onAttributes({ colour: [condition] });

  expect(accepts({ text: '', attributes: colour ? { colour } : {} })).toBe(expected);
});

test('every key must match, each by any of its conditions', () => {
  const accepts = onAttributes({ colour: ['red', { prefix: 'gr' }], size: ['L'] });
  const of = (colour: string, size: string) => ({
    text: '',
    attributes: { colour: text(colour), size: text(size) },
  });

  expect(accepts(of('green', 'L'))).toBe(true);
  expect(accepts(of('green', 'M'))).toBe(false);
  expect(accepts(of('blue', 'L'))).toBe(false);
});

test('a filter on the body looks into JSON, and accepts nothing else', () => {
  const accepts = onBody({ order: { colour: ['red'] } });

  expect(accepts({ text: '{"order": {"colour": "red"}}', attributes: {} })).toBe(true);
  expect(accepts({ text: '{"order": {"colour": "blue"}}', attributes: {} })).toBe(false);
  expect(accepts({ text: 'red', attributes: { colour: text('red') } })).toBe(false);
});

test.each([
  ['an unknown operator', '{"colour": [{"like": "r"}]}', 'MessageAttributes', 'like'],
  ['no array', '{"colour": "red"}', 'MessageAttributes', 'colour'],
  ['nesting on attributes', '{"order": {"a": ["b"]}}', 'MessageAttributes', 'nested'],
  ['no JSON', '{', 'MessageAttributes', 'FilterPolicy'],
  ['an unknown scope', '{"colour": ["red"]}', 'Header', 'Header'],
])('a filter policy with %s is refused', (_, policy, scope, named) => {
  expect(() => compileFilter(policy, scope)).toThrow(named);
});
