import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { chooser } from './random.ts';
import { randomPassword } from './random-password.ts';

const choose = chooser(randomBytes);
const passwords = (options: object) =>
  Array.from({ length: 50 }, () => randomPassword(options, choose));

test('a password has 32 characters of every type', () => {
  for (const password of passwords({}))
    expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[\W_])\S{32}$/);
});

test.each([
  [{ PasswordLength: 4 }, /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[\W_]).{4}$/],
  [{ ExcludePunctuation: true, PasswordLength: 10 }, /^[A-Za-z0-9]{10}$/],
  [{ ExcludePunctuation: true, ExcludeNumbers: true, ExcludeUppercase: true }, /^[a-z]{32}$/],
  [{ ExcludeLowercase: true, ExcludeCharacters: '/@" \\' }, /^[^a-z/@" \\]{32}$/],
  [{ IncludeSpace: true }, / /],
  [{ RequireEachIncludedType: false, PasswordLength: 1 }, /^.$/],
])('a password with %j matches %s', (options, expected) => {
  for (const password of passwords(options)) expect(password).toMatch(expected);
});

test.each([
  [{ PasswordLength: 3 }, 'cannot include each of 4 types'],
  [{ PasswordLength: 4097 }, 'between 1 and 4096'],
  [
    {
      ExcludeLowercase: true,
      ExcludeUppercase: true,
      ExcludePunctuation: true,
      ExcludeCharacters: '0123456789',
    },
    'Every character is excluded',
  ],
])('a password with %j is refused', (options, message) => {
  expect(() => randomPassword(options, choose)).toThrow(message);
});

test('the number chosen is below the limit, and what would favour some is thrown away', () => {
  const numbers = [2 ** 32 - 1, 7];
  const next = chooser(() => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(numbers.shift() ?? 0);
    return bytes;
  });

  expect(next(5)).toBe(2);
});
