import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

let environment: RestoreEnvironment;

beforeAll(async () => {
  environment = await startRestoreEnvironment();
});

afterAll(() => environment?.close());

const dead = (service: string) =>
  environment.queue(`aurora-restore-${service}-dlq`)?.messages ?? [];
const bodies = (service: string) => dead(service).map(({ body }) => body);

/** What a service wrote down: log lines, and metrics beside them. */
const told = (service: string, word: string) =>
  environment
    .logs()
    .filter(({ functionName }) => functionName === `aurora-restore-${service}`)
    .filter(({ text }) => text.includes(word));

async function send(service: string, MessageBody: string): Promise<void> {
  const QueueUrl = `${environment.endpoint}/${environment.accountId}/aurora-restore-${service}`;
  await environment.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  await environment.rest(60_000);
}

const busEvent = (change: object) =>
  JSON.stringify({
    version: '0',
    id: 'by-hand',
    source: 'aurora-restore',
    'detail-type': 'SnapshotCopyStarted',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: {},
    ...change,
  });

test.each([
  ['text', 'snapshot-check', 'hello'],
  ['foreign JSON', 'delete-rds', '{"hello":["world"]}'],
  ['an event of ours without its envelope', 'check-copy-status', busEvent({})],
  ['an event that is for another', 'check-delete-status', busEvent({ source: 'somebody.else' })],
  ['text, where events are only watched', 'audit-log', 'hello'],
])('%s ends in the dead-letter queue, counted and logged by its code', async (_, service, body) => {
  await send(service, body);

  expect(bodies(service)).toEqual([body]);
  expect(told(service, '"message":"NOT_AN_EVENT')).not.toEqual([]);
  expect(told(service, '"NotAnEvent":1')).not.toEqual([]);
});

test('an event of ours without its envelope is kept by all who watch', async () => {
  const Detail = '{"target_cluster_id":"x"}';
  await environment.events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: 'aurora-restore',
          Source: 'aurora-restore',
          DetailType: 'RestoreCompleted',
          Detail,
        },
      ],
    }),
  );
  await environment.rest(60_000);

  for (const service of ['audit-log', 'sns-notification']) {
    const [last = ''] = bodies(service).slice(-1);
    expect(JSON.parse(last)).toMatchObject({ detail: { target_cluster_id: 'x' } });
  }
  expect(environment.inbox()).toEqual([]);
});

test('an event of no operation ends there too, and is told from what is no event', async () => {
  const detail = {
    source_snapshot_arn: 'a',
    copy_arn: 'b',
    copy_id: 'c',
    operation_id: 'nobody',
    attempt: 1,
    sequence: 3,
    metadata: { event_id: 'e', occurred_at: '2026-01-01T00:00:00Z', version: 1 },
  };
  const before = told('check-copy-status', '"NotAnEvent":1').length;

  await send('check-copy-status', busEvent({ detail }));

  expect(bodies('check-copy-status')).toContain(busEvent({ detail }));
  expect(told('check-copy-status', '"message":"OUT_OF_ORDER')).not.toEqual([]);
  expect(told('check-copy-status', '"OutOfOrder":1')).not.toEqual([]);
  expect(told('check-copy-status', '"NotAnEvent":1')).toHaveLength(before);
});

test('what is no event is none when it is redriven, and still there', async () => {
  const SourceArn = environment.queue('aurora-restore-snapshot-check-dlq')?.arn;

  await environment.sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  await environment.rest(60_000);

  expect(bodies('snapshot-check')).toEqual(['hello']);
});
