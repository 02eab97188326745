import { expect, test } from 'vitest';
import { putRequest } from './put-request.ts';

const request = { operation_id: 'op-1', snapshot_name: 'nightly', target_cluster_id: 'orders' };

test('an event that the bus does not take is an error of AWS', async () => {
  const bus = {
    send: async () => ({ Entries: [{ ErrorCode: 'Throttled', ErrorMessage: 'later' }] }),
  };

  await expect(putRequest(bus, 'test', request)).rejects.toMatchObject({
    message: 'EventBridge did not take the request: Throttled later',
    remedy: 'Look at the bus aurora-restore-test.',
    exitCode: 3,
  });
});
