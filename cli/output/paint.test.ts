import { expect, test } from 'vitest';
import { paintFor } from './paint.ts';

const output = (isTTY: boolean) => ({ isTTY, write: () => undefined });

test('there are colours on a terminal only, and not where NO_COLOR asks for none', () => {
  expect(paintFor(output(true), {})('red', 'x')).toBe('\u001b[31mx\u001b[39m');
  expect(paintFor(output(true), { NO_COLOR: '1' })('red', 'x')).toBe('x');
  expect(paintFor(output(false), {})('red', 'x')).toBe('x');
});
