import { expect, test } from 'vitest';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { proveData } from './prove-data.ts';

const data = (checksum: number, more: Fingerprint['tables'] = {}): Fingerprint => ({
  tables: { 'shop.orders': { rows: 3, checksum }, ...more },
  views: { 'shop.totals': 'v' },
  triggers: {},
  routines: {},
});

const holds = (restored: Fingerprint, afterwards = data(2)) =>
  proveData(restored, { atSnapshot: data(1), afterwards }).every((check) => check.holds);

test('the data of the snapshot are proven', () => {
  expect(holds(data(1))).toBe(true);
});

test.each([
  ['other rows', data(9)],
  ['a table that is missing', { ...data(1), tables: {} }],
  ['a table too many', data(1, { 'shop.leftover': { rows: 1, checksum: 5 } })],
  ['another view', { ...data(1), views: { 'shop.totals': 'w' } }],
])('%s would be seen', (_what, restored) => {
  expect(holds(restored)).toBe(false);
});

test('a source that has not changed proves nothing', () => {
  expect(holds(data(1), data(1))).toBe(false);
});
