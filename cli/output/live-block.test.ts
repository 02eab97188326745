import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { LiveBlock } from './live-block.ts';

test('a block is written over the one before', () => {
  let written = '';
  const block = new LiveBlock({ columns: 20, write: (text) => (written += text) });
  block.show(['one', 'two']);
  written = '';

  block.show(['three']);

  expect(written).toBe('\u001b[2A\u001b[Jthree\n');
});

test('a line that is too long is cut, and its colour ends', () => {
  let written = '';
  const block = new LiveBlock({ columns: 10, write: (text) => (written += text) });

  block.show(['\u001b[31mabcdefghijkl\u001b[39m']);

  expect(stripVTControlCharacters(written)).toBe('abcdefghi…\n');
  expect(written).toContain('\u001b[39m');
});
