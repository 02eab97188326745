import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  CopyDBClusterSnapshotCommand,
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, onTestFinished, test } from 'vitest';
import { startEnvironment } from './environment.ts';
import { type Allowances, HERE, SOURCE, synthesize } from './places.fixture.ts';
import { noDurations } from './rds/durations.ts';
import { FakeEngine } from './rds/fake-engine.fixture.ts';

const copierArn = `arn:aws:iam::${HERE.accountId}:role/copier`;
const sharerArn = `arn:aws:iam::${SOURCE.accountId}:role/sharer`;
const snapshotArn = `arn:aws:rds:${SOURCE.region}:${SOURCE.accountId}:cluster-snapshot:nightly`;

/** Both stacks, and the snapshot `nightly` of the source's cluster, which lies under the source's key. */
async function open(allowances: Allowances = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'places-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const environment = await startEnvironment({
    assembly: synthesize(join(directory, 'cdk.out'), allowances),
    databaseEngine: new FakeEngine(),
    port: 0,
    rds: { durations: noDurations },
    ...HERE,
  });
  onTestFinished(() => environment.close());
  const { endpoint, clock, outputs } = environment;
  const config = (
    { region }: { region: string },
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
  ) => ({ endpoint, region, maxAttempts: 1, credentials });
  const operator = { accessKeyId: SOURCE.accountId, secretAccessKey: 's' };
  const operatorHere = { accessKeyId: HERE.accountId, secretAccessKey: 's' };
  const copier = environment.credentials(copierArn);

  const owner = new RDSClient(config(SOURCE, operator));
  await owner.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'orders',
      Engine: 'aurora-mysql',
      MasterUsername: 'admin',
      MasterUserPassword: 'first-password',
      KmsKeyId: outputs.SourceKey,
    }),
  );
  await clock.idle();
  const snapshot = async (id: string, Tags: { Key: string; Value: string }[]) => {
    await owner.send(
      new CreateDBClusterSnapshotCommand({
        DBClusterIdentifier: 'orders',
        DBClusterSnapshotIdentifier: id,
        Tags,
      }),
    );
    await clock.idle();
  };
  await snapshot('nightly', [{ Key: 'may-be-shared', Value: 'true' }]);

  /** Credentials of the source's role, for those who know the external id. */
  const assumed = async (ExternalId = 'secret') => {
    const { Credentials } = await new STSClient(config(HERE, copier)).send(
      new AssumeRoleCommand({ RoleArn: sharerArn, RoleSessionName: 'copy', ExternalId }),
    );
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    return config(SOURCE, {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
  };
  const share = async (id = 'nightly', by?: RDSClient) =>
    await (by ?? new RDSClient(await assumed())).send(
      new ModifyDBClusterSnapshotAttributeCommand({
        DBClusterSnapshotIdentifier: id,
        AttributeName: 'restore',
        ValuesToAdd: [HERE.accountId],
      }),
    );
  const messages = async (by: SQSClient, { accountId }: typeof HERE, queue: string) => {
    const { Messages = [] } = await by.send(
      new ReceiveMessageCommand({
        QueueUrl: `${endpoint}/${accountId}/${queue}`,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages.map(({ Body = '', MessageAttributes }) => ({
      event: JSON.parse(Body),
      attributes: MessageAttributes,
    }));
  };
  return {
    ...environment,
    owner,
    snapshot,
    assumed,
    share,
    /** Clients of the role that copies, here or in the source's region. */
    copier: (place = HERE) => new RDSClient(config(place, copier)),
    arrived: () => messages(new SQSClient(config(HERE, operatorHere)), HERE, 'arrived'),
    notForwarded: () => messages(new SQSClient(config(SOURCE, operator)), SOURCE, 'not-forwarded'),
    copyHere: async (KmsKeyId = outputs.HereKey) =>
      await new RDSClient(config(HERE, copier)).send(
        new CopyDBClusterSnapshotCommand({
          SourceDBClusterSnapshotIdentifier: snapshotArn,
          TargetDBClusterSnapshotIdentifier: 'moved',
          KmsKeyId,
        }),
      ),
  };
}

test('a stack comes up in the account and region it belongs to, or in the environment’s', async () => {
  const { outputs } = await open();

  expect(outputs).toMatchObject({
    HerePlace: `${HERE.accountId}/${HERE.region}`,
    SourcePlace: `${SOURCE.accountId}/${SOURCE.region}`,
  });
});

test('events of a snapshot reach another account and region as they were', async () => {
  const { arrived, notForwarded } = await open();

  const events = (await arrived()).map(({ event }) => event);

  expect(events).toMatchObject(
    ['RDS-EVENT-0074', 'RDS-EVENT-0075'].map((EventID) => ({
      source: 'aws.rds',
      account: SOURCE.accountId,
      region: SOURCE.region,
      resources: [snapshotArn],
      detail: { EventID, Tags: { 'may-be-shared': 'true' } },
    })),
  );
  expect(await notForwarded()).toEqual([]);
});

test('events that the other account’s bus does not admit lie in the rule’s dead-letter queue', async () => {
  const { arrived, notForwarded } = await open({ admitted: false });

  const dead = await notForwarded();

  expect(await arrived()).toEqual([]);
  expect(dead).toMatchObject(
    ['RDS-EVENT-0074', 'RDS-EVENT-0075'].map((EventID) => ({
      event: { detail: { EventID } },
      attributes: { ERROR_CODE: { StringValue: 'NO_PERMISSIONS' } },
    })),
  );
});

test('calls with assumed credentials are calls of the role’s account', async () => {
  const { assumed } = await open();
  const config = await assumed();
  const { accountId, region } = SOURCE;

  const queue = await new SQSClient(config).send(new CreateQueueCommand({ QueueName: 'q' }));
  const bus = await new EventBridgeClient(config).send(new CreateEventBusCommand({ Name: 'b' }));
  const secret = await new SecretsManagerClient(config).send(
    new CreateSecretCommand({ Name: 's', SecretString: 'x' }),
  );

  expect(queue.QueueUrl).toMatch(new RegExp(`/${accountId}/q$`));
  expect(bus.EventBusArn).toBe(`arn:aws:events:${region}:${accountId}:event-bus/b`);
  expect(secret.ARN).toContain(`arn:aws:secretsmanager:${region}:${accountId}:secret:s`);
  // Tables are of one account only, which is not told of to another.
  await expect(new DynamoDBClient(config).send(new ListTablesCommand({}))).rejects.toThrow(
    `does not implement tables of account ${accountId}`,
  );
});

test('a snapshot of another account and region is shared, seen and copied under another key', async () => {
  const { copier, share, copyHere, clock, outputs } = await open();

  await share();
  const { DBClusterSnapshots } = await copier(SOURCE).send(
    new DescribeDBClusterSnapshotsCommand({ IncludeShared: true }),
  );
  const { DBClusterSnapshot: copying } = await copyHere();
  await clock.idle();

  expect(DBClusterSnapshots).toMatchObject([
    {
      DBClusterSnapshotArn: snapshotArn,
      SnapshotType: 'shared',
      KmsKeyId: outputs.SourceKey,
      TagList: [],
    },
  ]);
  const copied = await copier().send(
    new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: 'moved' }),
  );
  expect(copying?.Status).toBe('copying');
  expect(copied.DBClusterSnapshots).toMatchObject([
    {
      DBClusterSnapshotArn: `arn:aws:rds:${HERE.region}:${HERE.accountId}:cluster-snapshot:moved`,
      SourceDBClusterSnapshotArn: snapshotArn,
      Status: 'available',
      KmsKeyId: outputs.HereKey,
    },
  ]);
});

test('a snapshot that is not shared is not found from another account', async () => {
  const { copyHere } = await open();

  await expect(copyHere()).rejects.toMatchObject({ name: 'DBClusterSnapshotNotFoundFault' });
});

test.each<[string, Allowances]>([
  ['whose role may not use it', { copierUsesKeys: false }],
  ['which its policy does not admit', { keyIsShared: false }],
])('a shared snapshot cannot be copied by an account %s', async (_, allowances) => {
  const { share, copyHere } = await open(allowances);
  await share();

  await expect(copyHere()).rejects.toMatchObject({ name: 'KMSKeyNotAccessibleFault' });
});

test('the role of the source does no more than it may, for those who may assume it', async () => {
  const { snapshot, share, assumed } = await open();
  await snapshot('private', []);

  await expect(share('private')).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining(`${sharerArn.split('/')[1]}/copy is not authorized`),
  });
  await expect(assumed('guess')).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a snapshot under the account’s own key is shared with nobody', async () => {
  const { owner, clock, share } = await open();
  await owner.send(
    new CopyDBClusterSnapshotCommand({
      SourceDBClusterSnapshotIdentifier: 'nightly',
      TargetDBClusterSnapshotIdentifier: 'own',
      KmsKeyId: 'alias/aws/rds',
    }),
  );
  await clock.idle();

  await expect(share('own', owner)).rejects.toThrow('default service key');
});
