import { expect, test } from 'vitest';
import type { Operation } from '../../shared/operation/operation.ts';
import { anOperation, NOW, someTarget } from '../../test/fixtures/steps/operation.ts';
import { whatIsLeft } from './what-is-left.ts';

const left = (overrides: Partial<Operation>) => whatIsLeft(anOperation(overrides), NOW);
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000).toISOString();
const { old: _, ...free } = someTarget;

test.each<[Partial<Operation>, string]>([
  [{ target: undefined }, 'The target target was not touched.'],
  [{ step: 'check_copy' }, 'The target target was not touched.'],
  [{ step: 'delete_rds' }, 'The old cluster target may be half deleted.'],
  [{ step: 'check_delete' }, 'The old cluster target may be half deleted.'],
  [{ step: 'restore_snapshot' }, 'The old cluster target is deleted.'],
  [{ step: 'restore_snapshot', target: free }, 'Nothing stood under target when it began.'],
  [{ attempt: 2 }, 'What stands under target is of an earlier attempt, or of this one.'],
])('of %j it says: %s', (state, said) => {
  expect(left(state)).toContain(said);
});

test('what was made is listed, but not what was deleted again', () => {
  const lines = left({
    resources: {
      'copy-1': { kind: 'cluster-snapshot', id: 'gone', role: 'copy', attempt: 1, deleted: true },
      'copy-2': { kind: 'cluster-snapshot', id: 'copy', role: 'copy', attempt: 2 },
      'cluster-2': { kind: 'cluster', id: 'target', role: 'target', attempt: 2 },
      'instance-a': { kind: 'db', id: 'target-1', role: 'instance', attempt: 2 },
    },
  });

  expect(lines).toEqual(
    expect.arrayContaining([
      '  - cluster snapshot copy',
      '  - cluster target',
      '  - instance target-1',
      expect.stringContaining('has deletion protection'),
    ]),
  );
  expect(lines.join()).not.toContain('gone');
});

test('where nothing was made it says that', () => {
  expect(left({})).toContain('It has made nothing.');
});

test('it says until when a worker may be in a call', () => {
  expect(left({ claim: { by: 'a', until: after(30) } })[0]).toContain(after(30));
  expect(left({ claim: { by: 'a', until: after(-1) } }).join()).not.toContain('worker');
});

test('what is in the source’s account is told with the command that undoes it', () => {
  const arn = 'arn:aws:rds:us-east-1:111122223333:cluster-snapshot:shop-1';
  const share = { kind: 'cluster-snapshot', id: arn, arn, role: 'share', attempt: 1 } as const;

  const lines = left({ resources: { 'share-1': { ...share, shared_with: '444455556666' } } });

  expect(lines).toContain(`  - share of cluster-snapshot ${arn}`);
  expect(lines.at(-1)).toMatch(/^ +aws rds modify-db-cluster-snapshot-attribute/);
});
