import { ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { refuseMissingBus } from './refuse-missing-bus.ts';

const failing = (error: Error) => ({ send: () => Promise.reject(error) });

test('a bus that does not exist is refused', async () => {
  const missing = new ResourceNotFoundException({ message: 'no such bus', $metadata: {} });

  await expect(refuseMissingBus(failing(missing), 'dev')).rejects.toBe(missing);
});

test('who may not look at the bus may still put a request on it', async () => {
  const denied = Object.assign(new Error('denied'), { name: 'AccessDeniedException' });

  await expect(refuseMissingBus(failing(denied), 'dev')).resolves.toBeUndefined();
});
