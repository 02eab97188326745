import { expect, test } from 'vitest';
import { compareVersions } from './engine-version.ts';

test.each([
  ['8.0.mysql_aurora.3.08.0', '8.0.mysql_aurora.3.08.0', 0],
  ['8.0.mysql_aurora.3.8.0', '8.0.mysql_aurora.3.08.0', 0],
  ['8.0.mysql_aurora.3.08', '8.0.mysql_aurora.3.08.0', 0],
  ['8.0.mysql_aurora.3.04.0', '8.0.mysql_aurora.3.08.0', -1],
  ['8.0.mysql_aurora.3.10.0', '8.0.mysql_aurora.3.08.0', 1],
  ['5.7.mysql_aurora.2.11.3', '8.0.mysql_aurora.3.01.0', -1],
  ['8.0.mysql_aurora.3.01.0', '5.7.mysql_aurora.2.12.5', 1],
  ['8.0.mysql_aurora.3.08.1', '8.0.mysql_aurora.3.08.0', 1],
])('%s beside %s: %i', (one, other, sign) => {
  expect(Math.sign(compareVersions(one, other))).toBe(sign);
});
