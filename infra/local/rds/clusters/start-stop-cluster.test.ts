import { StartDBClusterCommand, StopDBClusterCommand } from '@aws-sdk/client-rds';
import { expect, it } from 'vitest';
import { rdsKit } from '../rds.fixture.ts';

const stop = new StopDBClusterCommand({ DBClusterIdentifier: 'orders' });
const start = new StartDBClusterCommand({ DBClusterIdentifier: 'orders' });

it('a cluster stops and starts with its instances and its server', async () => {
  const { createCluster, createInstance, send, settle, cluster, instance, engine, told } = rdsKit();
  await createCluster('orders');
  await createInstance('orders-1', 'orders');

  await send(stop);
  expect((await cluster('orders')).Status).toBe('stopping');
  await settle();
  expect((await cluster('orders')).Status).toBe('stopped');
  expect((await instance('orders-1')).DBInstanceStatus).toBe('stopped');
  expect(engine.running.size).toBe(0);

  await send(start);
  expect((await cluster('orders')).Status).toBe('starting');
  await settle();
  expect(await cluster('orders')).toMatchObject({ Status: 'available', Endpoint: 'server.test' });
  expect((await instance('orders-1')).DBInstanceStatus).toBe('available');
  expect(engine.running.size).toBe(1);
  expect(
    told()
      .slice(-4)
      .map((text) => text.split(' ')[1]),
  ).toEqual(['0087', '0150', '0088', '0151']);
});

it('a cluster that runs cannot be started', async () => {
  const { createCluster, send } = rdsKit();
  await createCluster('orders');

  await expect(send(start)).rejects.toMatchObject({
    code: 'InvalidDBClusterStateFault',
    message:
      'DbCluster orders is in available state but expected it to be one of stopped,inaccessible-encryption-credentials-recoverable.',
  });
});

it('a cluster whose server does not start has failed', async () => {
  const { createCluster, createInstance, send, settle, cluster, engine } = rdsKit();
  await createCluster('orders');
  await createInstance('orders-1', 'orders');
  await send(stop);
  await settle();
  engine.failing.add('start');

  await send(start);
  await settle();

  expect((await cluster('orders')).Status).toBe('failed');
});
