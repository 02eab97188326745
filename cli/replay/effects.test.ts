import { expect, test } from 'vitest';
import { anOperation, someSettings, someTarget } from '../../test/fixtures/steps/operation.ts';
import { effectsFrom } from './effects.ts';

test('a replay from before the deletion says that it deletes what was restored', () => {
  for (const stage of ['copy_snapshot', 'check_copy', 'delete_rds'] as const)
    expect(effectsFrom(stage, anOperation()).join('\n')).toContain(
      'deletes the cluster target that stands there now, also the one that this operation restored, after a final snapshot',
    );
});

test('it says so where no final snapshot is taken', () => {
  const target = { ...someTarget, settings: { ...someSettings, final_snapshot: false } };

  expect(effectsFrom('delete_rds', anOperation({ target }))[0]).toContain('without a final');
});

test('a replay from behind the deletion deletes no cluster', () => {
  for (const stage of ['check_delete', 'restore_snapshot', 'setup_db_users'] as const)
    expect(effectsFrom(stage, anOperation()).join('\n')).not.toContain('deletes the cluster');
});

test('each stage but the first has something to say', () => {
  expect(effectsFrom('copy_snapshot', anOperation())).toHaveLength(6);
  expect(effectsFrom('archive_snapshot', anOperation())).toHaveLength(1);
});
