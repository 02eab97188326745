import { expect, test } from 'vitest';
import { operationWith } from '../../shared/operation/operation.fixture.ts';
import { refuseTaken } from './refuse-taken.ts';

const request = { operation_id: 'op-1', snapshot_name: 'nightly', target_cluster_id: 'orders' };

test('an id that stands for another request is refused', async () => {
  const other = operationWith({ request: { ...request, target_cluster_id: 'customers' } });

  await expect(refuseTaken(async () => other, request)).rejects.toMatchObject({
    message: expect.stringContaining('nothing was sent'),
    exitCode: 2,
  });
});

test('the same request again is let through, and so is a new id', async () => {
  await refuseTaken(async () => operationWith({ request }), request);
  await refuseTaken(async () => undefined, request);
});

test('whoever may not read operations may put requests', async () => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });

  await refuseTaken(() => Promise.reject(denied), request);
});
