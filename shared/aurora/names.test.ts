import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { finalSnapshotNameOf, nameOf } from './names.ts';

/** Source: RDS API, CreateDBClusterSnapshot, DBClusterSnapshotIdentifier. */
const asRdsTakesIt = /^(?=.{1,63}$)[a-z](?:-?[a-z0-9])*$/;

test('a name tells of its operation, its purpose and its attempt', () => {
  const operation = { operation_id: 'op-12345678', attempt: 2 };

  expect(nameOf(operation, 'final', 'dev')).toBe('aurora-restore-op-12345678-final-2');
});

test('operations of one name in two environments name what they make differently', () => {
  const operation = { operation_id: 'nightly', attempt: 1 };

  expect(nameOf(operation, 'copy', 'staging')).toBe('aurora-restore-staging-nightly-copy-1');
  expect(nameOf(operation, 'copy', 'dev')).toBe('aurora-restore-nightly-copy-1');
});

const operations = fc.record({
  operation_id: fc.stringMatching(/^[a-z0-9-]{1,40}$/),
  attempt: fc.integer({ min: 1, max: 1000 }),
});
const purposes = fc.constantFrom('copy', 'final');

test('whatever the operation is called, RDS takes the name, and it is one of the pipeline’s', () => {
  void fc.assert(
    fc.property(operations, purposes, (operation, purpose) => {
      const name = nameOf(operation, purpose, 'dev');

      expect(name).toMatch(asRdsTakesIt);
      expect(name.startsWith('aurora-restore-')).toBe(true);
    }),
  );
});

test.each([
  [{ operation_id: 'a--b' }, { operation_id: 'a-b' }],
  [{ operation_id: 'a-' }, { operation_id: 'a' }],
  [{ operation_id: '-' }, { operation_id: '--' }],
  [{ operation_id: `${'x'.repeat(39)}1` }, { operation_id: `${'x'.repeat(39)}2` }],
  [
    { operation_id: 'a', attempt: 1 },
    { operation_id: 'a', attempt: 11 },
  ],
  [
    { operation_id: 'x'.repeat(40), attempt: 1 },
    { operation_id: 'x'.repeat(40), attempt: 2 },
  ],
])('%j and %j have names of their own', (one, other) => {
  expect(nameOf({ attempt: 1, ...one }, 'final', 'dev')).not.toBe(
    nameOf({ attempt: 1, ...other }, 'final', 'dev'),
  );
});

test('no two attempts or redrives of any two operations share a final snapshot', () => {
  const taken = fc.record({
    operation_id: fc.oneof(
      fc.stringMatching(/^[a-z0-9-]{1,40}$/),
      fc.stringMatching(/^a(-final|-copy|-1|-20260301120000000|-){0,4}$/),
    ),
    attempt: fc.integer({ min: 1, max: 12 }),
    reopened_at: fc.option(
      fc
        .integer({
          min: Date.parse('2026-03-01T12:00:00Z'),
          max: Date.parse('2026-03-01T12:00:01Z'),
        })
        .map((time) => new Date(time).toISOString()),
      { nil: undefined },
    ),
  });
  void fc.assert(
    fc.property(fc.uniqueArray(taken, { selector: (one) => JSON.stringify(one) }), (all) => {
      const names = all.flatMap((one) => [
        finalSnapshotNameOf(one, 'dev'),
        nameOf(one, 'copy', 'dev'),
      ]);
      const made = new Set(all.map(({ operation_id, attempt }) => `${operation_id} ${attempt}`));

      expect(new Set(names).size).toBe(all.length + made.size);
      for (const name of names) expect(name).toMatch(asRdsTakesIt);
    }),
  );
});

test('a copy and a final snapshot have names of their own', () => {
  const operation = { operation_id: 'x'.repeat(40), attempt: 1 };

  expect(nameOf(operation, 'copy', 'dev')).not.toBe(nameOf(operation, 'final', 'dev'));
});
