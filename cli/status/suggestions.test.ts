import { expect, test } from 'vitest';
import { errorWith, failedWith } from '../../shared/operation/operation.fixture.ts';
import type { OperationError } from '../../shared/operation/operation.ts';
import { suggestions } from './suggestions.ts';

const request = { snapshot_name: 'nightly', target_cluster_id: 'orders' };

function suggested(error: Partial<OperationError>, status: 'failed' | 'rejected' = 'failed') {
  const operation = failedWith({ operation_id: 'op-1', step: 'check_copy', status, request });
  return suggestions(operation, errorWith(error)).map((command) =>
    command.replace('npx aurora-restore ', ''),
  );
}

test('what goes on once it is mended is redriven', () => {
  expect(suggested({ code: 'QUOTA_EXCEEDED' })).toEqual([
    'redrive --operation op-1',
    'replay op-1 --from check_copy',
    'cancel op-1',
  ]);
});

test('what failed at the request itself is redriven: a replay begins later', () => {
  const operation = failedWith({ operation_id: 'op-1', step: 'check_snapshot', request });

  expect(suggestions(operation, errorWith({ code: 'SNAPSHOT_NOT_FOUND' })).join()).not.toContain(
    'replay',
  );
});

test.each([
  ['SNAPSHOT_COPY_FAILED', 'copy_snapshot'],
  ['CLUSTER_VANISHED', 'restore_snapshot'],
])('after %s it begins again at %s or anew, and is not redriven', (code, stage) => {
  expect(suggested({ code })).toEqual([
    'restore --snapshot nightly --target orders',
    `replay op-1 --from ${stage}`,
    'cancel op-1',
  ]);
});

test('a target that another operation has is not had by redriving', () => {
  expect(suggested({ code: 'TARGET_LOCKED' })).toEqual([
    'restore --snapshot nightly --target orders',
    'cancel op-1',
  ]);
});

test('a rejected request is not suggested again as it is, but with a gap for what is wrong', () => {
  const code = 'TARGET_IS_SOURCE';
  const message = 'it is';

  expect(suggested({ code, reasons: [{ code, message }] }, 'rejected')).toEqual([]);
  expect(
    suggested({ code, reasons: [{ code, message, field: 'target_cluster_id' }] }, 'rejected'),
  ).toEqual(["restore --snapshot nightly --target '<target_cluster_id>'"]);
});

test('a request that was rejected for another operation’s sake may be put again', () => {
  const code = 'TARGET_LOCKED';

  expect(suggested({ code, reasons: [{ code, message: 'held' }] }, 'rejected')).toEqual([
    'restore --snapshot nightly --target orders',
  ]);
});
