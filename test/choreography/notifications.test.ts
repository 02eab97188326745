import { DescribeDBClusterSnapshotsCommand } from '@aws-sdk/client-rds';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCluster, takeSnapshot } from '../fixtures/clusters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { toldToPeople } from '../fixtures/told-to-people.ts';

let environment: RestoreEnvironment;
const SNAPSHOT = 'shop-snapshot';

/** A queue on a topic, that is told only of those restores that its filter policy lets through. */
async function subscribe(
  name: string,
  topic: 'NotificationTopic' | 'NotificationDocumentTopic',
  filter: object,
  more: Readonly<Record<string, string>> = {},
) {
  const { endpoint, region, accountId, outputs } = environment;
  const Endpoint = `arn:aws:sqs:${region}:${accountId}:${name}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: Endpoint,
    },
  });
  await environment.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  await new SNSClient({ endpoint, region, credentials }).send(
    new SubscribeCommand({
      TopicArn: outputs[topic],
      Protocol: 'sqs',
      Endpoint,
      Attributes: { FilterPolicy: JSON.stringify(filter), RawMessageDelivery: 'true', ...more },
    }),
  );
}

const bodies = (name: string) => (environment.queue(name)?.messages ?? []).map(({ body }) => body);
const documents = (name: string) => bodies(name).map((body) => JSON.parse(body));

const mailOf = (operationId: string, what: string) =>
  toldToPeople(environment).find(
    ({ subject, message }) =>
      subject?.includes(what) && message.includes(`\nOperation: ${operationId}\n`),
  )?.message;

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  await createCluster(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
  await subscribe('completed-only', 'NotificationDocumentTopic', { status: ['completed'] });
  await subscribe('failed-texts', 'NotificationTopic', { status: ['failed'] });
  await subscribe(
    'by-what-is-written',
    'NotificationDocumentTopic',
    { detail: { code: ['SNAPSHOT_NOT_FOUND'] } },
    { FilterPolicyScope: 'MessageBody' },
  );
  await createCluster(environment, 'old-target', { managed: true });
  await environment.request({
    operation_id: 'replaced',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'old-target',
  });
  await environment.request({
    operation_id: 'not-there',
    snapshot_name: 'not-there',
    target_cluster_id: 'not-there',
  });
  await environment.settled('replaced', 'completed');
  await environment.settled('not-there', 'failed');
  await environment.rest();
});

afterAll(() => environment?.close());

test('a queue with a filter policy on the status gets a document of those restores only', () => {
  expect(documents('completed-only')).toEqual([
    {
      version: 1,
      event: 'RestoreCompleted',
      status: 'completed',
      environment: 'dev',
      region: environment.region,
      operation_id: 'replaced',
      target_cluster_id: 'old-target',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      subject: '[dev] Restore completed: old-target',
      text: mailOf('replaced', 'completed'),
      detail: expect.objectContaining({
        operation_id: 'replaced',
        final_snapshot_id: 'aurora-restore-replaced-final-1',
        replaced_cluster_arn: expect.stringMatching(/:cluster:old-target$/),
      }),
    },
  ]);
});

test('a queue may also have the texts, by the same filter policies', () => {
  expect(bodies('failed-texts')).toEqual([mailOf('not-there', 'FAILED')]);
});

test('a filter policy may also be on what the document says', () => {
  expect(documents('by-what-is-written')).toMatchObject([
    { event: 'RestoreFailed', operation_id: 'not-there', detail: { step: 'check_snapshot' } },
  ]);
});

test('of a plan nobody is told, though it is rejected', async () => {
  const before = environment.inbox().length;
  await environment.request({
    operation_id: 'malformed-plan',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'Not A Name',
    dry_run: true,
  });
  await environment.settled('malformed-plan', 'rejected');
  await environment.rest();

  expect(environment.inbox()).toHaveLength(before);
  expect(environment.queue('aurora-restore-sns-notification-dlq')?.messages).toEqual([]);
});

test('people are told of the way back to what was replaced, and that way exists', async () => {
  const mail = mailOf('replaced', 'completed') ?? '';
  const [, snapshot, target] = /restore --snapshot (\S+) --target (\S+)/.exec(mail) ?? [];

  const { DBClusterSnapshots } = await environment.rds.send(
    new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: snapshot }),
  );
  expect(target).toBe('old-target');
  expect(DBClusterSnapshots).toMatchObject([
    { Status: 'available', DBClusterIdentifier: 'old-target' },
  ]);
  expect(mail).toContain('aurora-restore/dev/old-target/app_user');
});

test('people are told what failed, and what to type', () => {
  const mail = mailOf('not-there', 'FAILED') ?? '';

  expect(mail).toContain('Code: SNAPSHOT_NOT_FOUND\n');
  expect(mail).toContain(
    `npx aurora-restore redrive --operation not-there --environment dev --region ${environment.region}\n`,
  );
  expect(mail).toContain('The message lies in: aurora-restore-snapshot-check-dlq\n');
});
