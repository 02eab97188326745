import { readFileSync } from 'node:fs';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import Ajv from 'ajv-draft-04';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { schemaFile } from '../../infra/event-schemas.ts';
import { publicEvents } from '../../infra/public-events.ts';
import { verbsOn } from '../fixtures/cli.ts';
import { createCluster, takeSnapshot } from '../fixtures/clusters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

let environment: RestoreEnvironment;
let QueueUrl: string | undefined;
const SNAPSHOT = 'shop-snapshot';

/** What other teams have: the files, and a validator that is not ours. */
const ajv = new Ajv.default({ allErrors: true });
const validators = new Map(
  publicEvents.map((event) => [
    event.name,
    ajv.compile(JSON.parse(readFileSync(schemaFile(event), 'utf8'))),
  ]),
);
const envelope = z.looseObject({
  'detail-type': z.string(),
  detail: z.looseObject({ operation_id: z.string().optional() }),
});

/** What is wrong with an event, by its schema. */
function problems(event: unknown): string[] {
  const validate = validators.get(envelope.parse(event)['detail-type']);
  if (!validate) throw new Error('it is no public event');
  validate(event);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  await createCluster(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
  QueueUrl = await everythingSaid();
});
afterAll(() => environment?.close());

/** The queue of a team that hears everything that is said on the bus. */
async function everythingSaid(): Promise<string | undefined> {
  const { sqs, events } = environment;
  const queue = await sqs.send(
    new CreateQueueCommand({
      QueueName: 'another-team',
      Attributes: {
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: '*',
            },
          ],
        }),
      },
    }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queue.QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const rule = { EventBusName: 'aurora-restore', Name: 'another-team' };
  await events.send(
    new PutRuleCommand({
      ...rule,
      EventPattern: JSON.stringify({ 'detail-type': [{ exists: true }] }),
    }),
  );
  await events.send(
    new PutTargetsCommand({
      EventBusName: rule.EventBusName,
      Rule: rule.Name,
      Targets: [{ Id: 'queue', Arn: Attributes?.QueueArn }],
    }),
  );
  return queue.QueueUrl;
}

/** Every public event that came until now, once. */
async function heard(): Promise<z.infer<typeof envelope>[]> {
  await environment.rest();
  const all: z.infer<typeof envelope>[] = [];
  for (;;) {
    const { Messages = [] } = await environment.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) return all.filter((one) => validators.has(one['detail-type']));
    for (const { Body = '', ReceiptHandle } of Messages) {
      all.push(envelope.parse(JSON.parse(Body)));
      await environment.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

const request = (operation_id: string, more: object = {}) => ({
  operation_id,
  snapshot_name: SNAPSHOT,
  target_cluster_id: operation_id,
  ...more,
});

test('what is said on the bus is what the schemas say', async () => {
  await environment.request(request('done', { requested_by: 'somebody', tags: { team: 'dba' } }));
  await environment.settled('done', 'completed');
  await environment.request(request('failing', { snapshot_name: 'missing' }));
  await environment.settled('failing', 'failed');
  await verbsOn(environment).cancel('failing');
  await environment.settled('failing', 'cancelled');
  await environment.request(request('planned', { snapshot_name: 'missing', dry_run: true }));
  await environment.settled('planned', 'planned');
  await environment.request(request('wrong', { target_cluster_id: 'a--b' }));
  await environment.settled('wrong', 'rejected');

  const events = await heard();

  const wrong = events.filter(({ detail }) => detail.operation_id === 'wrong');
  expect(events.filter((one) => !wrong.includes(one)).flatMap(problems)).toEqual([]);
  expect(
    wrong.map(({ 'detail-type': type, ...one }) => [
      type,
      problems({ 'detail-type': type, ...one }).length,
    ]),
  ).toEqual([
    ['RestoreRequested', 1],
    ['RestoreRejected', 0],
  ]);
  expect(new Set(events.map((one) => one['detail-type']))).toEqual(
    new Set(publicEvents.map(({ name }) => name)),
  );
});

const around = {
  version: '0',
  id: '5b1e7c58-1b1b-4c63-9f0c-0a4e8f5f7c11',
  'detail-type': 'RestoreRequested',
  source: 'aurora-restore.request',
  account: '111122223333',
  time: '2026-11-28T03:00:00Z',
  region: 'eu-west-1',
  resources: [],
};

test.each([
  ['an unknown field', { snapshot: 'x' }],
  ['a name that RDS does not take', { target_cluster_id: '1st' }],
  ['a missing target', { target_cluster_id: undefined }],
  [
    'a day that does not exist',
    { snapshot_name: undefined, source_cluster_id: 'a', snapshot_date: '2026-02-30' },
  ],
  ['text for a number', { instance_count: '2' }],
  ['too many instances', { instance_count: 17 }],
  ['an unknown choice', { credentials: 'new' }],
  ['half a scaling', { serverless_v2_scaling: { min_capacity: 1 } }],
])('%s is refused by the schema, and by the pipeline', async (what, more) => {
  const detail = request(what.toLowerCase().replaceAll(' ', '-'), {
    target_cluster_id: 'x',
    ...more,
  });

  expect(problems({ ...around, detail: JSON.parse(JSON.stringify(detail)) })).not.toEqual([]);
  await environment.request(detail);
  await environment.settled(detail.operation_id, 'rejected');
});

test.each([
  ['no snapshot', { snapshot_name: undefined }],
  ['both kinds of a snapshot', { source_cluster_id: 'a' }],
  ['a date beside a snapshot', { snapshot_date: '2026-11-28' }],
  ['a window that is too short', { preferred_backup_window: '03:00-03:10' }],
  ['retention of eight days', { performance_insights_retention_period: 8 }],
])('%s is what a schema cannot say, and refused by the pipeline', async (what, more) => {
  const detail = request(what.replaceAll(' ', '-'), { target_cluster_id: 'x', ...more });

  expect(problems({ ...around, detail: JSON.parse(JSON.stringify(detail)) })).toEqual([]);
  await environment.request(detail);
  await environment.settled(detail.operation_id, 'rejected');
});

test('what the pipeline takes is not refused by the schema', () => {
  const detail = request('taken', {
    preferred_maintenance_window: 'Sun:05:00-SUN:05:30',
    tags: { größe: 'xl' },
    vpc_security_group_ids: ['sg-12345678'],
  });

  expect(problems({ ...around, detail })).toEqual([]);
});

test('an event with more than is known today is still one', () => {
  const failed = {
    operation_id: 'op-1',
    attempt: 1,
    sequence: 3,
    metadata: { event_id: 'e', occurred_at: '2026-11-28T03:00:00.000Z', version: 1, added: 1 },
    step: 'delete_rds',
    code: 'NEW_CODE',
    message: 'm',
    remedy: 'r',
    dead_letter_queue: 'q',
    added: 'later',
  };
  const event = { ...around, source: 'aurora-restore', 'detail-type': 'RestoreFailed', added: 1 };

  expect(problems({ ...event, detail: failed })).toEqual([]);
  expect(problems({ ...event, detail: { ...failed, code: undefined } })).not.toEqual([]);
});
