import {
  RestoreDBClusterFromSnapshotCommand,
  type RestoreDBClusterFromSnapshotCommandInput,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { arn, newInstance, rdsKit } from '../rds.fixture.ts';

const request = (
  changed: Partial<RestoreDBClusterFromSnapshotCommandInput> = {},
): RestoreDBClusterFromSnapshotCommand =>
  new RestoreDBClusterFromSnapshotCommand({
    DBClusterIdentifier: 'copy',
    SnapshotIdentifier: 'nightly',
    Engine: 'aurora-mysql',
    ...changed,
  });

/** With the snapshot `nightly` of a cluster whose settings are not the default ones. */
const kitWithSnapshot = async () => {
  const kit = rdsKit();
  const source = await kit.createCluster('orders', {
    EngineVersion: '8.0.mysql_aurora.3.04.0',
    BackupRetentionPeriod: 7,
    Port: 3310,
    DeletionProtection: true,
    EnableIAMDatabaseAuthentication: true,
    VpcSecurityGroupIds: [await kit.createGroup('databases')],
    Tags: [{ Key: 'team', Value: 'dba' }],
  });
  await kit.createSnapshot('nightly', 'orders');
  kit.events.length = 0;
  return { ...kit, source };
};

describe('restoring a cluster from a snapshot', () => {
  it('passes through creating to available, tells so, and creates no instance', async () => {
    const { send, settle, cluster, told, engine } = await kitWithSnapshot();

    const { DBCluster } = await send(request());
    expect(DBCluster?.Status).toBe('creating');
    await settle();

    expect(await cluster('copy')).toMatchObject({ Status: 'available', DBClusterMembers: [] });
    expect(told()).toEqual([`${arn('cluster', 'copy')} 0170 DB cluster created`]);
    expect(engine.running).toEqual(new Set());
  });

  it('keeps master user, password, port and retention, and nothing else of the source', async () => {
    const { send, settle, cluster, engine, source } = await kitWithSnapshot();

    await send(request());
    await settle();

    const restored = await cluster('copy');
    expect(restored).toMatchObject({
      MasterUsername: 'admin',
      Port: 3310,
      BackupRetentionPeriod: 7,
      DeletionProtection: false,
      IAMDatabaseAuthenticationEnabled: false,
      EngineVersion: '8.0.mysql_aurora.3.10.3',
      KmsKeyId: source.KmsKeyId,
      TagList: [],
    });
    expect(restored.VpcSecurityGroups).not.toEqual(source.VpcSecurityGroups);
    expect(restored.DbClusterResourceId).not.toBe(source.DbClusterResourceId);
    expect(engine.logins.get(restored.DbClusterResourceId ?? '')).toEqual({
      username: 'admin',
      password: 'first-password',
    });
  });

  it('takes what the request names', async () => {
    const { send, settle, cluster, createKey } = await kitWithSnapshot();
    const key = await createKey();

    await send(
      request({
        EngineVersion: '8.0.mysql_aurora.3.04.0',
        KmsKeyId: key.split('/')[1],
        DeletionProtection: true,
        Tags: [{ Key: 'run', Value: '7' }],
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
      }),
    );
    await settle();

    expect(await cluster('copy')).toMatchObject({
      EngineVersion: '8.0.mysql_aurora.3.04.0',
      KmsKeyId: key,
      DeletionProtection: true,
      TagList: [{ Key: 'run', Value: '7' }],
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
    });
  });

  it('does not know a master password', async () => {
    const { send } = await kitWithSnapshot();
    const withPassword = { ...request().input, MasterUserPassword: 'other-password' };

    const answer = send(new RestoreDBClusterFromSnapshotCommand(withPassword));

    await expect(answer).rejects.toThrow(/MasterUserPassword/);
  });

  it.each([
    [{ SnapshotIdentifier: 'none' }, 'DBClusterSnapshotNotFoundFault'],
    [{ DBClusterIdentifier: 'orders' }, 'DBClusterAlreadyExistsFault'],
    [{ EngineVersion: '5.7.mysql_aurora.2.12.0' }, 'InvalidParameterCombination'],
    [{ SnapshotIdentifier: undefined }, 'MissingParameter'],
  ])('refuses %j', async (changed, code) => {
    const { send } = await kitWithSnapshot();
    await expect(send(request(changed))).rejects.toMatchObject({ code });
  });

  it('refuses a snapshot that is not available yet', async () => {
    const { send, rds } = await kitWithSnapshot();
    rds.steer.setSnapshotStatus('nightly', 'copying');

    await expect(send(request())).rejects.toMatchObject({
      code: 'InvalidDBClusterSnapshotStateFault',
    });
  });

  it('takes no instance before it is available', async () => {
    const { send, settle } = await kitWithSnapshot();
    await send(request());

    const early = send(newInstance('copy-1', 'copy'));

    await expect(early).rejects.toMatchObject({
      code: 'InvalidDBClusterStateFault',
      message: 'DbCluster copy is in creating state but expected it to be one of available.',
    });
    await settle();
    await expect(send(newInstance('copy-1', 'copy'))).resolves.toBeDefined();
  });

  it('ends as incompatible-restore, without an event, when the data cannot be restored', async () => {
    const { send, settle, cluster, engine, told } = await kitWithSnapshot();
    engine.failing.add('restore');

    await send(request());
    await settle();

    expect((await cluster('copy')).Status).toBe('incompatible-restore');
    expect(told()).toEqual([]);
  });

  it('leaves a status alone that was steered meanwhile', async () => {
    const { send, settle, cluster, rds } = await kitWithSnapshot();
    await send(request());

    rds.steer.setClusterStatus('copy', 'inaccessible-encryption-credentials');
    await settle();

    expect((await cluster('copy')).Status).toBe('inaccessible-encryption-credentials');
  });
});
