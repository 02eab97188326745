import { expect, test } from 'vitest';
import { compileCondition } from './conditions.ts';

function holds(operator: string, wanted: string | string[], actual?: string | string[]): boolean {
  const condition = compileCondition(operator, 'aws:Key', [wanted].flat(), true);
  return condition(new Map(actual === undefined ? [] : [['aws:key', [actual].flat()]]));
}

test.each<[string, string | string[], string | string[] | undefined, boolean]>([
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', 'a*', 'ab', false],
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', ['a', 'b'], 'c', true],
  ['StringEqualsIgnoreCase', 'a', 'A', true],
  ['StringNotEqualsIgnoreCase', 'a', 'A', false],
  ['StringLike', 'a*', 'ab', true],
  ['StringNotLike', 'a*', 'ab', false],
  ['NumericEquals', '10', '10.0', true],
  ['NumericNotEquals', '10', '11', true],
  ['NumericLessThan', '10', '9', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericGreaterThan', '10', '9', false],
  ['NumericGreaterThanEquals', '10', '10', true],
  ['NumericEquals', '10', 'ten', false],
  ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', true],
  ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', true],
  ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
  ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', false],
  ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
  ['Bool', 'true', 'True', true],
  ['Bool', 'true', 'false', false],
  ['IpAddress', '10.0.0.0/8', '10.1.2.3', true],
  ['IpAddress', '10.0.0.0/8', '11.1.2.3', false],
  ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
  ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
  ['ArnEquals', 'arn:aws:rds:*:1:cluster:a*', 'arn:aws:rds:eu-west-1:1:cluster:ab', true],
  ['ArnLike', 'arn:aws:rds:*:cluster:a', 'arn:aws:rds:eu-west-1:1:cluster:a', false],
  ['ArnLike', 'arn:aws:rds:?:1:cluster:a', 'arn:aws:rds:eu-west-1:1:cluster:a', false],
  ['ArnNotLike', 'arn:aws:rds:*:1:cluster:a*', 'arn:aws:rds:eu-west-1:1:cluster:ab', false],
  ['ArnNotEquals', 'arn:aws:rds:*:1:cluster:a*', 'arn:aws:rds:eu-west-1:2:cluster:ab', true],
  ['Null', 'true', undefined, true],
  ['Null', 'true', 'a', false],
  ['Null', 'false', 'a', true],
])('%s %j on %j is %s', (operator, wanted, actual, expected) => {
  expect(holds(operator, wanted, actual)).toBe(expected);
});

test.each([
  ['StringEquals', false],
  ['StringNotEquals', true],
  ['ArnNotLike', true],
  ['NumericLessThan', false],
  ['StringEqualsIfExists', true],
  ['ForAllValues:StringEquals', true],
  ['ForAnyValue:StringEquals', false],
  ['ForAnyValue:StringNotEquals', false],
  ['ForAnyValue:StringEqualsIfExists', true],
])('%s on a key that the request lacks is %s', (operator, expected) => {
  expect(holds(operator, '1')).toBe(expected);
});

test.each<[string, string[], string[], boolean]>([
  ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'a'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
])('%s %j on the several values %j is %s', (operator, wanted, actual, expected) => {
  expect(holds(operator, wanted, actual)).toBe(expected);
});

test('a variable in an ARN may itself contain colons', () => {
  const condition = compileCondition('ArnEquals', 'aws:SourceArn', [`\${aws:PrincipalArn}`], true);
  const arn = 'arn:aws:iam::1:role/a';

  const context = new Map([
    ['aws:sourcearn', [arn]],
    ['aws:principalarn', [arn]],
  ]);

  expect(condition(context)).toBe(true);
});

test.each([
  ['StringSame', 'a'],
  ['constructor', 'a'],
  ['NullIfExists', 'true'],
  ['Null', 'yes'],
  ['NumericEquals', 'ten'],
  ['DateLessThan', 'soon'],
  ['IpAddress', '10.0.0'],
])('%s with %j is refused', (operator, wanted) => {
  expect(() => compileCondition(operator, 'k', [wanted], true)).toThrow();
});
