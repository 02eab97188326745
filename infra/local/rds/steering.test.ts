import {
  ModifyDBClusterCommand,
  StartDBClusterCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { expect, it } from 'vitest';
import { rdsKit } from './rds.fixture.ts';

const orders = { DBClusterIdentifier: 'orders' };

it('a steered status outlasts what was under way', async () => {
  const { createCluster, send, settle, cluster, rds, events } = rdsKit();
  const lost = 'inaccessible-encryption-credentials';
  await createCluster('orders');
  events.length = 0;

  await send(new ModifyDBClusterCommand({ ...orders, VpcSecurityGroupIds: ['sg-1'] }));
  rds.steer.setClusterStatus('orders', lost);
  await settle();
  expect((await cluster('orders')).Status).toBe(lost);

  rds.steer.setClusterStatus('orders', 'available');
  await send(new StopDBClusterCommand(orders));
  rds.steer.setClusterStatus('orders', lost);
  await settle();
  expect((await cluster('orders')).Status).toBe(lost);

  rds.steer.setClusterStatus('orders', 'stopped');
  await send(new StartDBClusterCommand(orders));
  rds.steer.setClusterStatus('orders', lost);
  await settle();
  expect((await cluster('orders')).Status).toBe(lost);
  expect(events).toEqual([]);
});

it('a cluster that vanishes leaves its snapshots, and its name is free', async () => {
  const { createCluster, createSnapshot, cluster, snapshot, rds, events } = rdsKit();
  await createCluster('orders');
  await createSnapshot('nightly', 'orders');
  events.length = 0;

  rds.steer.vanish('orders');

  await expect(cluster('orders')).rejects.toMatchObject({ code: 'DBClusterNotFoundFault' });
  expect((await snapshot('nightly')).Status).toBe('available');
  expect(events).toEqual([]);
  await expect(createCluster('orders')).resolves.toBeDefined();
});
