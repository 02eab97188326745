import { ModifyDBClusterCommand, type ModifyDBClusterCommandInput } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { arn, LASTING, newInstance, rdsKit } from '../rds.fixture.ts';

const request = (changed: Partial<ModifyDBClusterCommandInput>): ModifyDBClusterCommand =>
  new ModifyDBClusterCommand({ DBClusterIdentifier: 'orders', ApplyImmediately: true, ...changed });

const password = request({ MasterUserPassword: 'second-password' });
const wasReset = `${arn('cluster', 'orders')} 0016 Reset master credentials`;

const kitWithCluster = async (instances: readonly string[] = []) => {
  const kit = rdsKit();
  const { DbClusterResourceId: key = '' } = await kit.createCluster('orders');
  for (const id of instances) await kit.createInstance(id, 'orders');
  return { ...kit, login: () => kit.engine.logins.get(key) };
};

describe('changing the master password', () => {
  it('passes through resetting-master-credentials and tells when it is done', async () => {
    const { send, settle, cluster, told, login } = await kitWithCluster(['orders-1']);

    await send(password);
    expect(await cluster('orders')).toMatchObject({
      Status: 'resetting-master-credentials',
      PendingModifiedValues: { MasterUserPassword: '****' },
    });
    await settle();

    const changed = await cluster('orders');
    expect(changed.Status).toBe('available');
    expect(changed.PendingModifiedValues).toBeUndefined();
    expect(login()).toEqual({ username: 'admin', password: 'second-password' });
    expect(told().at(-1)).toBe(wasReset);
  });

  it('stays pending without an instance, until the first one is available', async () => {
    const { send, settle, cluster, createInstance, told, login } = await kitWithCluster();

    await send(password);
    await settle();
    const pending = await cluster('orders');
    expect(pending.Status).toBe('available');
    expect(pending.PendingModifiedValues).toEqual({ MasterUserPassword: '****' });
    expect(login()?.password).toBe('first-password');
    await createInstance('orders-1', 'orders');
    expect((await cluster('orders')).Status).toBe('resetting-master-credentials');
    expect(told()).not.toContain(wasReset);
    await settle();

    expect((await cluster('orders')).PendingModifiedValues).toBeUndefined();
    expect(login()?.password).toBe('second-password');
    expect(told()).toContain(wasReset);
  });

  it('stays pending while the first instance is being created', async () => {
    const { send, cluster } = await kitWithCluster();
    await send(newInstance('orders-1', 'orders'));

    await send(password);

    expect(await cluster('orders')).toMatchObject({
      Status: 'available',
      PendingModifiedValues: { MasterUserPassword: '****' },
    });
  });

  it('stays pending unless it is to be applied immediately', async () => {
    const { send, settle, cluster, login } = await kitWithCluster(['orders-1']);

    await send(request({ MasterUserPassword: 'second-password', ApplyImmediately: undefined }));
    await settle();

    expect(await cluster('orders')).toMatchObject({
      Status: 'available',
      PendingModifiedValues: { MasterUserPassword: '****' },
    });
    expect(login()?.password).toBe('first-password');
  });

  it.each([
    'seven77',
    'p'.repeat(42),
    'with/slash',
    'with"quote',
    'with@sign',
    'with space',
    'grüße99',
  ])('to %s is refused', async (MasterUserPassword) => {
    const { send } = await kitWithCluster();

    const answer = send(request({ MasterUserPassword }));

    await expect(answer).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });

  it('waits for the cluster to be available', async () => {
    const { send, settle, createSnapshot, rds, clock, login } = await kitWithCluster();
    await send(password);
    await send(newInstance('orders-1', 'orders'));
    await clock.idle();
    clock.advance(LASTING / 2);
    rds.steer.takeAutomatedSnapshot('orders');
    await clock.idle();
    clock.advance(LASTING / 2);
    await clock.idle();
    expect(login()?.password).toBe('first-password');

    await settle(2);

    expect(login()?.password).toBe('second-password');
    await expect(createSnapshot('after', 'orders')).resolves.toMatchObject({ Status: 'available' });
  });

  it('keeps the old one when the server does not take it, and says so of the writer', async () => {
    const { send, settle, cluster, told, engine, login } = await kitWithCluster(['orders-1']);
    engine.failing.add('setMasterPassword');

    await send(password);
    await settle();

    expect((await cluster('orders')).Status).toBe('available');
    expect(login()?.password).toBe('first-password');
    expect(told().at(-1)).toBe(`${arn('db', 'orders-1')} 0067 Unable to reset your password`);
  });
});

describe('modifying a cluster', () => {
  it('changes deletion protection at once', async () => {
    const { send, cluster } = await kitWithCluster();

    await send(request({ DeletionProtection: true }));

    expect(await cluster('orders')).toMatchObject({
      Status: 'available',
      DeletionProtection: true,
    });
  });

  it('passes through modifying for what takes time', async () => {
    const { send, settle, cluster, createGroup } = await kitWithCluster();
    const group = await createGroup('databases');

    await send(
      request({
        VpcSecurityGroupIds: [group],
        EnableIAMDatabaseAuthentication: true,
        CloudwatchLogsExportConfiguration: { EnableLogTypes: ['audit', 'error'] },
      }),
    );
    expect((await cluster('orders')).Status).toBe('modifying');
    await settle();

    expect(await cluster('orders')).toMatchObject({
      Status: 'available',
      VpcSecurityGroups: [{ VpcSecurityGroupId: group }],
      IAMDatabaseAuthenticationEnabled: true,
      EnabledCloudwatchLogsExports: ['audit', 'error'],
    });
  });

  it('leaves alone what the request does not name', async () => {
    const { send, settle, cluster } = await kitWithCluster();
    await send(
      request({ CloudwatchLogsExportConfiguration: { EnableLogTypes: ['audit', 'error'] } }),
    );
    await settle();

    await send(request({ CloudwatchLogsExportConfiguration: { DisableLogTypes: ['audit'] } }));
    await settle();
    await send(request({ BackupRetentionPeriod: 5 }));

    expect(await cluster('orders')).toMatchObject({
      BackupRetentionPeriod: 5,
      EnabledCloudwatchLogsExports: ['error'],
      DBSubnetGroup: 'default',
    });
  });

  it('changes nothing at all when one part of the request is refused', async () => {
    const { send, cluster } = await kitWithCluster(['orders-1']);

    const answer = send(request({ DeletionProtection: true, MasterUserPassword: 'short' }));

    await expect(answer).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    expect((await cluster('orders')).DeletionProtection).toBe(false);
  });

  it('is refused unless the cluster is available', async () => {
    const { send, rds } = await kitWithCluster();
    rds.steer.setClusterStatus('orders', 'backing-up');

    await expect(send(request({ DeletionProtection: true }))).rejects.toMatchObject({
      code: 'InvalidDBClusterStateFault',
      message: 'DB Cluster is not available for modification with status backing-up',
    });
  });

  it.each([
    { BackupRetentionPeriod: 0 },
    { BackupRetentionPeriod: 36 },
    { ServerlessV2ScalingConfiguration: { MinCapacity: 4, MaxCapacity: 2 } },
    { ServerlessV2ScalingConfiguration: { MinCapacity: 0.3, MaxCapacity: 2 } },
    { CloudwatchLogsExportConfiguration: { EnableLogTypes: ['postgresql'] } },
  ])('refuses %j', async (changed) => {
    const { send } = await kitWithCluster();
    await expect(send(request(changed))).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });

  it('names a member that is not implemented', async () => {
    const { send } = await kitWithCluster();
    await expect(send(request({ NewDBClusterIdentifier: 'new' }))).rejects.toThrow(
      /NewDBClusterIdentifier of ModifyDBCluster/,
    );
  });
});

describe('upgrading a cluster', () => {
  const upgrade = { EngineVersion: '8.0.mysql_aurora.3.12.0' };

  it('passes through upgrading and tells when it is done', async () => {
    const { send, settle, cluster, told } = await kitWithCluster(['orders-1']);

    await send(request(upgrade));
    expect((await cluster('orders')).Status).toBe('upgrading');
    await settle();

    expect(await cluster('orders')).toMatchObject({ Status: 'available', ...upgrade });
    expect(told().at(-1)).toMatch(/ 0173 /);
  });

  it('stays pending unless it is to be applied immediately', async () => {
    const { send, settle, cluster } = await kitWithCluster(['orders-1']);

    await send(request({ ...upgrade, ApplyImmediately: false }));

    expect(await cluster('orders')).toMatchObject({
      Status: 'available',
      EngineVersion: '8.0.mysql_aurora.3.10.3',
      PendingModifiedValues: upgrade,
    });
    await send(request(upgrade));
    await settle();
    expect((await cluster('orders')).PendingModifiedValues).toBeUndefined();
  });

  it.each([
    [['orders-1'], '8.0.mysql_aurora.3.04.0', 'InvalidParameterCombination'],
    [[], '8.0.mysql_aurora.3.12.0', 'InvalidDBClusterStateFault'],
  ])('with the instances %j to %s is refused', async (instances, EngineVersion, code) => {
    const { send } = await kitWithCluster(instances);
    await expect(send(request({ EngineVersion }))).rejects.toMatchObject({ code });
  });

  it('to another major version has to be allowed, and changes the default parameter group', async () => {
    const { createCluster, createInstance, send, settle, cluster, told } = rdsKit();
    await createCluster('orders', { EngineVersion: '5.7' });
    await createInstance('orders-1', 'orders');
    await expect(send(request(upgrade))).rejects.toThrow(/AllowMajorVersionUpgrade/);

    await send(request({ ...upgrade, AllowMajorVersionUpgrade: true }));
    await settle();

    const DBClusterParameterGroup = 'default.aurora-mysql8.0';
    expect(await cluster('orders')).toMatchObject({ ...upgrade, DBClusterParameterGroup });
    expect(told().at(-1)).toMatch(/ 0176 /);
  });
});
