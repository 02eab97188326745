import { expect, test } from 'vitest';
import { isLoop, lineageOf, traceHeader } from './lineage.ts';

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:check';
const uuid = () => '0123abcd-0123-4bcd-8bcd-0123456789ab';
const header = (...cameWith: (string | undefined)[]) => traceHeader(ARN, cameWith, 1e12, uuid);

test('a chain starts with a new root and the function at 0', () => {
  expect(header(undefined)).toMatch(
    /^Root=1-3b9aca00-0123abcd01234bcd8bcd0123;Parent=0123abcd01234bcd;Sampled=0;Lineage=\w{8}:0$/,
  );
});

test('a chain goes on with the root it came with, counted up', () => {
  const first = header();

  expect(header(first)).toBe(first.replace(/:0$/, ':1'));
});

test('the runs of other functions are carried along', () => {
  const other = 'Root=1-0-0;Lineage=aaaaaaaa:3|bbbbbbbb:1';

  expect(header(other)).toMatch(/Lineage=aaaaaaaa:3\|bbbbbbbb:1\|\w{8}:0$/);
});

test('of several messages the highest count matters', () => {
  expect(lineageOf(['Lineage=aaaaaaaa:3', undefined, 'Lineage=aaaaaaaa:7'])).toEqual(
    new Map([['aaaaaaaa', 7]]),
  );
});

test('a function is stopped before its 17th run in one chain', () => {
  let runs = 0;
  let message: string | undefined;
  while (!isLoop(ARN, message)) {
    runs += 1;
    message = header(message);
  }

  expect(runs).toBe(16);
});
