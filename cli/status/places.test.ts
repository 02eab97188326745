import { expect, test } from 'vitest';
import { type Entry, emptyLine } from '../../shared/line/line.ts';
import { placesOf } from './places.ts';

const entry = (operation_id: string): Entry => ({ operation_id, target: operation_id, since: '' });

test('everybody who waits has a place in the line that it stands in', async () => {
  const lines = async () => ({
    read: async (name: string) =>
      name === 'restores' ? { ...emptyLine, waiting: [entry('a'), entry('b')] } : emptyLine,
  });

  expect(await placesOf([{ status: 'queued' }], lines)).toEqual(
    new Map([
      ['a', { line: 'restores', place: 1, of: 2 }],
      ['b', { line: 'restores', place: 2, of: 2 }],
    ]),
  );
});

test('where nobody waits no line is read', async () => {
  const lines = async () => {
    throw new Error('there is nothing to read');
  };

  expect(await placesOf([{ status: 'completed' }], lines)).toEqual(new Map());
});
