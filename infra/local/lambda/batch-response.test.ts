import { expect, test } from 'vitest';
import { failedMessages } from './batch-response.ts';

const batch = ['a', 'b', 'c'];

test.each([[null], [undefined], [{}], [{ batchItemFailures: null }], [{ batchItemFailures: [] }]])(
  '%j is a success',
  (answer) => {
    expect(failedMessages(answer, batch)).toEqual([]);
  },
);

test('the messages that are named have failed, the others not', () => {
  const answer = { batchItemFailures: [{ itemIdentifier: 'b' }] };

  expect(failedMessages(answer, batch)).toEqual(['b']);
});

test.each([
  ['no object', 'done'],
  ['no list', { batchItemFailures: 'b' }],
  ['an unknown id', { batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'x' }] }],
  ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['no id', { batchItemFailures: [{ itemIdentifier: null }] }],
  ['another key', { batchItemFailures: [{ id: 'b' }] }],
])('%s fails the whole batch', (_, answer) => {
  expect(failedMessages(answer, batch)).toEqual(batch);
});
