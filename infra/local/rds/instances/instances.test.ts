import {
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { arn, newInstance, rdsKit } from '../rds.fixture.ts';

const kitWithCluster = async () => {
  const kit = rdsKit();
  await kit.createCluster('orders');
  kit.events.length = 0;
  return {
    ...kit,
    writers: async () =>
      (await kit.cluster('orders')).DBClusterMembers?.filter((one) => one.IsClusterWriter).map(
        (one) => one.DBInstanceIdentifier,
      ),
  };
};

describe('creating an instance', () => {
  it('passes through creating to available, with the server running by then', async () => {
    const { send, settle, instance, cluster, engine, told } = await kitWithCluster();

    await send(newInstance('Orders-1', 'orders'));
    expect((await instance('orders-1')).DBInstanceStatus).toBe('creating');
    expect((await instance('orders-1')).Endpoint).toBeUndefined();
    await settle();

    const Endpoint = { Address: 'server.test', Port: 3307 };
    expect(await instance('orders-1')).toMatchObject({ DBInstanceStatus: 'available', Endpoint });
    expect(await cluster('orders')).toMatchObject({ Endpoint: 'server.test', Port: 3307 });
    expect(engine.running.size).toBe(1);
    expect(told()).toEqual([`${arn('db', 'orders-1')} 0005 DB instance created`]);
  });

  it('makes the first one the writer and the others readers', async () => {
    const { send, settle, writers, cluster } = await kitWithCluster();

    await send(newInstance('orders-1', 'orders'));
    await send(newInstance('orders-2', 'orders'));
    await settle();

    expect(await writers()).toEqual(['orders-1']);
    expect((await cluster('orders')).DBClusterMembers).toHaveLength(2);
  });

  it('fails when the server does not start', async () => {
    const { createInstance, engine } = await kitWithCluster();
    engine.failing.add('start');

    const { DBInstanceStatus } = await createInstance('orders-1', 'orders');

    expect(DBInstanceStatus).toBe('failed');
  });

  it('of a serverless class needs a scaling configuration on the cluster', async () => {
    const { send, settle } = await kitWithCluster();
    const serverless = newInstance('orders-1', 'orders', { DBInstanceClass: 'db.serverless' });
    await expect(send(serverless)).rejects.toThrow(/Serverless v2 scaling configuration/);

    await send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: 'orders',
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 2 },
      }),
    );
    await settle();

    await expect(send(serverless)).resolves.toBeDefined();
  });

  it.each([
    [{ DBClusterIdentifier: undefined }, 'NotImplemented'],
    [{ DBClusterIdentifier: 'none' }, 'DBClusterNotFoundFault'],
    [{ DBInstanceClass: 'db.r1.huge' }, 'InvalidParameterCombination'],
    [{ EngineVersion: '8.0.mysql_aurora.3.04.0' }, 'InvalidParameterCombination'],
    [{ DBInstanceIdentifier: 'orders--1' }, 'InvalidParameterValue'],
    [{ DBParameterGroupName: 'none' }, 'DBParameterGroupNotFoundFault'],
    [{ MultiAZ: true }, 'NotImplemented'],
  ])('with %j is refused', async (changed, code) => {
    const { send } = await kitWithCluster();
    await expect(send(newInstance('orders-1', 'orders', changed))).rejects.toMatchObject({ code });
  });

  it('is refused when the cluster has 16', async () => {
    const { send } = await kitWithCluster();
    for (let n = 1; n <= 16; n += 1) await send(newInstance(`orders-${n}`, 'orders'));

    await expect(send(newInstance('orders-17', 'orders'))).rejects.toThrow(/16 DB instances/);
  });

  it('comes to nothing when the cluster vanishes meanwhile', async () => {
    const { send, settle, rds, events, engine } = await kitWithCluster();
    await send(newInstance('orders-1', 'orders'));

    rds.steer.vanish('orders');
    await settle();

    expect(events).toEqual([]);
    expect(engine.running.size).toBe(0);
  });

  it('is refused when the name is taken', async () => {
    const { createInstance, send } = await kitWithCluster();
    await createInstance('orders-1', 'orders');

    await expect(send(newInstance('orders-1', 'orders'))).rejects.toMatchObject({
      code: 'DBInstanceAlreadyExistsFault',
    });
  });
});

describe('deleting an instance', () => {
  it('is not hindered by the deletion protection of its cluster', async () => {
    const { createInstance, deleteInstance, send, instance } = await kitWithCluster();
    await createInstance('orders-1', 'orders');
    await send(
      new ModifyDBClusterCommand({ DBClusterIdentifier: 'orders', DeletionProtection: true }),
    );

    await deleteInstance('orders-1');

    expect((await instance('orders-1')).DBInstanceStatus).toBe('deleting');
  });

  it('stops the server with the last one', async () => {
    const { createInstance, deleteInstance, settle, instance, cluster, engine, told } =
      await kitWithCluster();
    await createInstance('orders-1', 'orders');
    await createInstance('orders-2', 'orders');

    await deleteInstance('orders-2');
    await settle();
    expect(engine.running.size).toBe(1);
    expect((await cluster('orders')).Endpoint).toBe('server.test');
    await deleteInstance('orders-1');
    await settle();

    expect(engine.running.size).toBe(0);
    expect((await cluster('orders')).Endpoint).toMatch(/\.invalid$/);
    await expect(instance('orders-1')).rejects.toMatchObject({ code: 'DBInstanceNotFoundFault' });
    expect(told().at(-1)).toBe(`${arn('db', 'orders-1')} 0003 DB instance deleted`);
  });

  it('promotes the reader of the lowest tier when the writer goes', async () => {
    const { createInstance, deleteInstance, writers, told } = await kitWithCluster();
    await createInstance('orders-1', 'orders');
    await createInstance('orders-2', 'orders', { PromotionTier: 5 });
    await createInstance('orders-3', 'orders', { PromotionTier: 2 });

    await deleteInstance('orders-1');

    expect(await writers()).toEqual(['orders-3']);
    expect(told().at(-1)).toBe(
      `${arn('cluster', 'orders')} 0071 Completed failover to DB instance: orders-3`,
    );
  });

  it('leaves a new instance the writer when the only writer is going', async () => {
    const { createInstance, deleteInstance, send, settle, writers, engine, cluster } =
      await kitWithCluster();
    await createInstance('orders-1', 'orders');
    await deleteInstance('orders-1');

    await send(newInstance('orders-2', 'orders'));
    await settle(2);

    expect(await writers()).toEqual(['orders-2']);
    expect(engine.running.size).toBe(1);
    expect((await cluster('orders')).Endpoint).toBe('server.test');
  });

  it('does not promote a reader that failed', async () => {
    const { createInstance, deleteInstance, writers, engine } = await kitWithCluster();
    await createInstance('orders-1', 'orders');
    engine.failing.add('start');
    await createInstance('orders-2', 'orders');
    engine.failing.clear();

    await deleteInstance('orders-1');
    expect(await writers()).toEqual(['orders-1']);
    await createInstance('orders-3', 'orders');

    expect(await writers()).toEqual(['orders-3']);
  });

  it('is refused while the cluster is stopped', async () => {
    const { createInstance, deleteInstance, send, settle } = await kitWithCluster();
    await createInstance('orders-1', 'orders');
    await send(new StopDBClusterCommand({ DBClusterIdentifier: 'orders' }));
    await settle();

    await expect(deleteInstance('orders-1')).rejects.toMatchObject({
      code: 'InvalidDBClusterStateFault',
    });
  });

  it('is refused while it is being created, and the second time', async () => {
    const { send, settle, deleteInstance } = await kitWithCluster();
    await send(newInstance('orders-1', 'orders'));
    await expect(deleteInstance('orders-1')).rejects.toMatchObject({
      code: 'InvalidDBInstanceStateFault',
      message: 'Instance orders-1 is currently creating - try again later.',
    });
    await settle();

    await deleteInstance('orders-1');

    await expect(deleteInstance('orders-1')).rejects.toThrow('already being deleted');
  });
});

it('an instance passes through modifying when its class changes', async () => {
  const { createInstance, send, settle, instance } = await kitWithCluster();
  await createInstance('orders-1', 'orders');

  await send(
    new ModifyDBInstanceCommand({
      DBInstanceIdentifier: 'orders-1',
      DBInstanceClass: 'db.r6g.xlarge',
    }),
  );
  expect((await instance('orders-1')).DBInstanceStatus).toBe('modifying');
  await settle();

  expect(await instance('orders-1')).toMatchObject({
    DBInstanceStatus: 'available',
    DBInstanceClass: 'db.r6g.xlarge',
  });
});

const MonitoringRoleArn = 'arn:aws:iam::111122223333:role/monitoring';

it('an instance tells every setting that was asked for, when it is created and later', async () => {
  const { send, settle, createCluster, createInstance, createKey, instance } = rdsKit();
  await createCluster('orders');
  const PerformanceInsightsKMSKeyId = await createKey();
  const first = {
    AvailabilityZone: 'eu-west-1c',
    AutoMinorVersionUpgrade: false,
    CACertificateIdentifier: 'rds-ca-ecc384-g1',
    CopyTagsToSnapshot: true,
    MonitoringInterval: 60,
    MonitoringRoleArn,
    PerformanceInsightsKMSKeyId,
    PerformanceInsightsRetentionPeriod: 93,
    PreferredMaintenanceWindow: 'mon:07:00-mon:07:30',
    PromotionTier: 3,
  };
  const second = {
    AutoMinorVersionUpgrade: true,
    CACertificateIdentifier: 'rds-ca-rsa4096-g1',
    CopyTagsToSnapshot: false,
    MonitoringInterval: 15,
    PerformanceInsightsRetentionPeriod: 731,
    PreferredMaintenanceWindow: 'tue:07:00-tue:07:30',
    PromotionTier: 0,
  };

  const created = await createInstance('orders-1', 'orders', {
    ...first,
    EnablePerformanceInsights: true,
  });
  await send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: 'orders-1', ...second }));
  await settle();

  expect(created).toMatchObject({ ...first, PerformanceInsightsEnabled: true });
  expect(await instance('orders-1')).toMatchObject({
    ...first,
    ...second,
    PerformanceInsightsEnabled: true,
  });
});

it('an instance is monitored no more when that is asked for', async () => {
  const { send, settle, createCluster, createInstance, instance } = rdsKit();
  await createCluster('orders', { EnablePerformanceInsights: true });
  const created = await createInstance('orders-1', 'orders', {
    MonitoringInterval: 60,
    MonitoringRoleArn,
  });

  await send(
    new ModifyDBInstanceCommand({
      DBInstanceIdentifier: 'orders-1',
      EnablePerformanceInsights: false,
      MonitoringInterval: 0,
    }),
  );
  await settle();

  expect(created).toMatchObject({
    PerformanceInsightsEnabled: true,
    PerformanceInsightsRetentionPeriod: 7,
  });
  const changed = await instance('orders-1');
  expect(changed).toMatchObject({ PerformanceInsightsEnabled: false, MonitoringInterval: 0 });
  expect(changed.MonitoringRoleArn).toBeUndefined();
  expect(changed.PerformanceInsightsKMSKeyId).toBeUndefined();
});

it.each([
  [{ AvailabilityZone: 'us-east-1a' }, 'InvalidParameterValue'],
  [{ PromotionTier: 16 }, 'InvalidParameterValue'],
  [{ CACertificateIdentifier: 'rds-ca-2019' }, 'CertificateNotFoundFault'],
  [{ MonitoringInterval: 7, MonitoringRoleArn }, 'InvalidParameterValue'],
  [{ MonitoringInterval: 60 }, 'InvalidParameterCombination'],
  [{ MonitoringRoleArn }, 'InvalidParameterCombination'],
  [{ PerformanceInsightsRetentionPeriod: 7 }, 'InvalidParameterCombination'],
  [
    { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 94 },
    'InvalidParameterValue',
  ],
  [{ PreferredMaintenanceWindow: 'mon:03:00-mon:03:30' }, 'InvalidParameterValue'],
])('an instance with %j is refused', async (changed, code) => {
  const { send, createCluster } = rdsKit();
  await createCluster('orders');

  const answer = send(newInstance('orders-1', 'orders', changed));

  await expect(answer).rejects.toMatchObject({ code });
});

it('instances are found by the name or the ARN of their cluster', async () => {
  const { createCluster, createInstance, send } = await kitWithCluster();
  await createCluster('other');
  await createInstance('orders-1', 'orders');
  await createInstance('other-1', 'other');

  for (const value of ['orders', arn('cluster', 'orders')]) {
    const Filters = [{ Name: 'db-cluster-id', Values: [value] }];
    const { DBInstances } = await send(new DescribeDBInstancesCommand({ Filters }));
    expect(DBInstances?.map(({ DBInstanceIdentifier: id }) => id)).toEqual(['orders-1']);
  }
});
