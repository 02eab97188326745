import { CreateDBClusterCommand, type CreateDBClusterCommandInput } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, arn, REGION, rdsKit } from '../rds.fixture.ts';

const request = (changed: Partial<CreateDBClusterCommandInput> = {}): CreateDBClusterCommand =>
  new CreateDBClusterCommand({
    DBClusterIdentifier: 'orders',
    Engine: 'aurora-mysql',
    MasterUsername: 'admin',
    MasterUserPassword: 'first-password',
    ...changed,
  });

describe('creating a cluster', () => {
  it('passes through creating to available and tells so', async () => {
    const { send, settle, cluster, events } = rdsKit();

    const { DBCluster } = await send(request({ Tags: [{ Key: 'team', Value: 'dba' }] }));
    expect(DBCluster?.Status).toBe('creating');
    expect(events).toEqual([]);
    await settle();

    expect((await cluster('orders')).Status).toBe('available');
    expect(events).toEqual([
      {
        source: 'aws.rds',
        'detail-type': 'RDS DB Cluster Event',
        account: ACCOUNT,
        region: REGION,
        resources: [arn('cluster', 'orders')],
        detail: {
          EventCategories: ['creation'],
          SourceType: 'CLUSTER',
          SourceArn: arn('cluster', 'orders'),
          Date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          Message: 'DB cluster created',
          SourceIdentifier: 'orders',
          EventID: 'RDS-EVENT-0170',
          Tags: { team: 'dba' },
        },
      },
    ]);
  });

  it('has an endpoint at which nothing listens', async () => {
    const { createCluster, engine } = rdsKit();

    const cluster = await createCluster('orders');

    expect(cluster.Endpoint).toMatch(/^orders\.cluster-[a-z0-9]{12}\.eu-west-1\.rds\.invalid$/);
    expect(engine.running).toEqual(new Set());
  });

  it('is encrypted unless the request says no', async () => {
    const { createCluster } = rdsKit();

    const encrypted = await createCluster('one');
    const plain = await createCluster('two', { StorageEncrypted: false });

    expect(encrypted.StorageEncrypted).toBe(true);
    expect(encrypted.KmsKeyId).toMatch(/^arn:aws:kms:eu-west-1:111122223333:key\/[0-9a-f-]{36}$/);
    expect(plain.StorageEncrypted).toBe(false);
    expect(plain.KmsKeyId).toBeUndefined();
  });

  it('keeps identifiers in lower case and finds them in any', async () => {
    const { createCluster, cluster } = rdsKit();

    await createCluster('Orders');

    expect((await cluster('ORDERS')).DBClusterIdentifier).toBe('orders');
    expect((await cluster(arn('cluster', 'orders'))).DBClusterIdentifier).toBe('orders');
  });

  it.each(['1st', 'a--b', 'a-', '-a', 'a_b', 'rds:a', '', 'a'.repeat(64)])(
    'refuses the identifier %j',
    async (DBClusterIdentifier) => {
      const { send } = rdsKit();
      await expect(send(request({ DBClusterIdentifier }))).rejects.toThrow(/DBClusterIdentifier/);
    },
  );

  it('refuses a name that is taken, and gives a later cluster of it a resource id of its own', async () => {
    const { createCluster, send, rds } = rdsKit();
    const first = await createCluster('orders');
    await expect(send(request())).rejects.toMatchObject({ code: 'DBClusterAlreadyExistsFault' });

    rds.steer.vanish('orders');
    const second = await createCluster('orders');

    expect(first.DbClusterResourceId).toMatch(/^cluster-[A-Z0-9]{26}$/);
    expect(second.DbClusterResourceId).not.toBe(first.DbClusterResourceId);
  });

  it.each([
    [{ DatabaseName: 'shop' }, 'NotImplemented', /DatabaseName/],
    [{ EnableHttpEndpoint: true }, 'NotImplemented', /EnableHttpEndpoint/],
    [{ EngineMode: 'serverless' }, 'NotImplemented', /serverless/],
    [{ Engine: 'aurora-postgresql' }, 'NotImplemented', /aurora-postgresql/],
    [{ Engine: 'oracle-mysql' }, 'InvalidParameterValue', /Invalid DB engine/],
    [{ EngineVersion: '8.0.mysql_aurora.9.9.9' }, 'InvalidParameterCombination', /Cannot find/],
    [{ MasterUserPassword: 'short' }, 'InvalidParameterValue', /shorter than 8/],
    [{ MasterUserPassword: 'with a/slash' }, 'InvalidParameterValue', /ASCII/],
    [{ MasterUsername: 'rdsadmin' }, 'InvalidParameterValue', /MasterUsername/],
    [{ MasterUsername: undefined }, 'MissingParameter', /MasterUsername/],
    [{ DBSubnetGroupName: 'none' }, 'DBSubnetGroupNotFoundFault', /none/],
    [{ DBClusterParameterGroupName: 'none' }, 'DBClusterParameterGroupNotFoundFault', /none/],
    [
      { DBClusterParameterGroupName: 'default.aurora-mysql5.7' },
      'InvalidParameterCombination',
      /aurora-mysql8.0/,
    ],
    [{ Tags: [{ Key: 'aws:x', Value: '' }] }, 'InvalidParameterValue', /aws:x/],
  ])('refuses %j and enters nothing', async (changed, code, message) => {
    const { send, cluster } = rdsKit();

    const answer = send(request(changed));

    await expect(answer).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await expect(cluster('orders')).rejects.toMatchObject({ code: 'DBClusterNotFoundFault' });
  });

  it('fails when its database cannot be made', async () => {
    const { createCluster, engine, failures, told } = rdsKit();
    engine.failing.add('create');

    const cluster = await createCluster('orders');

    expect(cluster.Status).toBe('failed');
    expect(failures).toEqual(['creating the cluster orders']);
    expect(told()).toEqual([]);
  });
});
