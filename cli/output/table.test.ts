import { expect, test } from 'vitest';
import { plain } from './paint.ts';
import { table } from './table.ts';

test('columns stand under one another whatever their colours', () => {
  const rows = [
    ['\u001b[31ma\u001b[39m', '1', 'x'],
    [plain('red', 'bcd'), '22', ''],
  ];

  expect(table(rows, { indent: '> ', right: [1] })).toEqual([
    '> \u001b[31ma\u001b[39m     1  x',
    '> bcd  22',
  ]);
});
