import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, loopbackAddress } from './address.ts';

test.runIf(process.platform === 'linux')(
  'each cluster has a loopback address of its own, never the one that everybody uses',
  () => {
    const keys = Array.from({ length: 500 }, (_, index) => `cluster-${index}`);

    const addresses = keys.map(loopbackAddress);

    expect(new Set(addresses).size).toBe(500);
    for (const address of addresses) expect(address).toMatch(/^127\.[1-9]\d*\.\d+\.[1-9]\d*$/);
    expect(keys.map(loopbackAddress)).toEqual(addresses);
  },
);

test('the wanted port is given if it is free, else another', async () => {
  await using server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  const taken = typeof at === 'object' && at ? at.port : 0;

  const other = await freePort('127.0.0.1', taken);

  expect(other).not.toBe(taken);
  expect(await freePort('127.0.0.1', other)).toBe(other);
});
