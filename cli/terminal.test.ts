import { expect, test } from 'vitest';
import { terminalWith } from './terminal.fixture.ts';
import { json } from './terminal.ts';

test('half a surrogate pair is written as JSON that every reader takes', () => {
  const { terminal, written } = terminalWith();

  json(terminal.out, { tags: { 'a\ud800': ['\udc00b', '😀'] }, when: new Date(0), n: null });

  expect(written.out).toBe(
    '{"tags":{"a\ufffd":["\ufffdb","😀"]},"when":"1970-01-01T00:00:00.000Z","n":null}\n',
  );
});
