import { PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { exitCodes } from '../../cli/exit-codes.ts';
import { redrive, type Wanted } from '../../cli/redrive/redrive.ts';
import { ServiceError } from '../../infra/local/service.ts';
import { operatorOf } from '../fixtures/cli.ts';
import { createCluster, takeSnapshot } from '../fixtures/clusters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

let environment: RestoreEnvironment;
let operator: ReturnType<typeof operatorOf>;
const SNAPSHOT = 'redrive-snapshot';

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  operator = operatorOf(environment);
  await createCluster(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
});

/** Nothing of one test lies in the queues of the next. */
afterEach(async () => {
  environment.disturb(() => []);
  for (const service of ['snapshot-check', 'restore-snapshot', 'audit-log'])
    if (lettersOf(service).length > 0)
      await environment.sqs.send(
        new PurgeQueueCommand({ QueueUrl: urlOf(`aurora-restore-${service}-dlq`) }),
      );
  /** A queue is purged once a minute at most. */
  environment.clock.advance(60_001);
  await environment.rest();
  operator.said();
});

afterAll(() => environment?.close());

const run = (wanted: Partial<Wanted>) =>
  redrive(
    { all: false, dryRun: false, json: false, ...wanted },
    operator.place,
    operator.terminal,
    operator.time,
  );

const urlOf = (queue: string) => `${environment.endpoint}/000000000000/${queue}`;

const lettersOf = (service: string) =>
  environment.queue(`aurora-restore-${service}-dlq`)?.messages ?? [];

const idsIn = (service: string) =>
  lettersOf(service).map(({ body }) => JSON.parse(body).detail?.operation_id);

/** An operation that fails at its first step, for want of its snapshot; its message lies still. */
async function failed(id: string, target = id) {
  await environment.request({
    operation_id: id,
    snapshot_name: `snapshot-of-${id}`,
    target_cluster_id: target,
  });
  await environment.settled(id, 'failed');
  await environment.rest();
}

const mend = (id: string) => takeSnapshot(environment, 'source-cluster', `snapshot-of-${id}`);

/** Denies one call of RDS to the pipeline's functions. */
const deny = (operation: string) =>
  environment.disturb((crossing) =>
    crossing.boundary === 'call' &&
    crossing.call.operation === operation &&
    crossing.call.principal.roleArn !== undefined
      ? [{ kind: 'fail', error: new ServiceError('AccessDenied', 'not today', 403) }]
      : [],
  );

test('without a choice it shows what lies there and how to send it back, and changes nothing', async () => {
  await failed('shown');
  const before = lettersOf('snapshot-check');

  const code = await run({});

  const said = operator.said();
  expect(code).toBe(exitCodes.ok);
  expect(said).toMatch(
    /snapshot-check +shown +RestoreRequested +SNAPSHOT_NOT_FOUND .* failed: goes on from there/,
  );
  expect(said).toContain('redrive --operation shown');
  expect(said).toContain('redrive --step snapshot-check');
  expect(lettersOf('snapshot-check').map(({ messageId, state }) => [messageId, state])).toEqual(
    before.map(({ messageId }) => [messageId, 'visible']),
  );
  expect((await environment.operations.read('shown'))?.status).toBe('failed');
});

test('one operation goes on, once though it is redriven twice; messages of others lie where they lay', async () => {
  await failed('one-of-two');
  await failed('other-of-two');
  await mend('one-of-two');
  const others = lettersOf('snapshot-check').filter(({ body }) => body.includes('other-of-two'));
  const [letter] = lettersOf('snapshot-check').filter(({ body }) => body.includes('one-of-two'));
  await environment.sqs.send(
    new SendMessageCommand({
      QueueUrl: urlOf('aurora-restore-snapshot-check'),
      MessageBody: letter?.body,
    }),
  );

  const code = await run({ operation: 'one-of-two' });
  await environment.settled('one-of-two', 'completed');

  expect(code).toBe(exitCodes.ok);
  expect(lettersOf('snapshot-check').map(({ messageId, state }) => [messageId, state])).toEqual(
    others.map(({ messageId }) => [messageId, 'visible']),
  );
  expect((await environment.operations.read('other-of-two'))?.status).toBe('failed');
  expect(environment.asked('RestoreDBClusterFromSnapshot one-of-two')).toHaveLength(1);
});

test('a check that failed goes on with its attributes, wherever it stood', async () => {
  deny('CreateDBInstance');
  await environment.request({
    operation_id: 'half',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'half',
  });
  const { error } = await environment.settled('half', 'failed');
  await environment.rest();
  environment.disturb(() => []);

  await run({ operation: 'half' });

  expect(error?.dead_letter_queue).toBe('aurora-restore-create-instances-dlq');
  expect((await environment.settled('half', 'completed')).attempt).toBe(1);
  expect(lettersOf('create-instances')).toEqual([]);
});

test('a dry run sends nothing', async () => {
  await failed('dry');
  const before = lettersOf('snapshot-check').map(({ messageId }) => messageId);

  for (const wanted of [{ operation: 'dry' }, { step: 'snapshot-check' }, { all: true }])
    expect(await run({ ...wanted, dryRun: true })).toBe(exitCodes.ok);
  await environment.rest();

  expect(operator.said()).toContain('Nothing was sent');
  expect(lettersOf('snapshot-check').map(({ messageId }) => messageId)).toEqual(before);
});

test('a step is redriven by a move task, and what still fails comes back', async () => {
  await failed('by-step');
  await failed('still-broken');
  const asked = environment.asked().length;

  const code = await run({ step: 'check_snapshot' });
  await environment.settled('still-broken', 'failed');
  await environment.rest();

  expect(code).toBe(exitCodes.ok);
  expect(operator.said()).toContain('aurora-restore-snapshot-check-dlq: completed, 2 of 2 moved');
  expect(idsIn('snapshot-check').sort()).toEqual(['by-step', 'still-broken']);
  expect(environment.asked()).toHaveLength(asked);
});

test('what was completed since is told as overtaken, acknowledged, and changes nothing', async () => {
  await failed('since');
  await mend('since');
  await environment.request({
    operation_id: 'since',
    snapshot_name: 'snapshot-of-since',
    target_cluster_id: 'since',
  });
  const completed = await environment.settled('since', 'completed');
  await environment.rest();
  const asked = environment.asked();

  await run({ all: true });
  await environment.rest();

  expect(operator.said()).toContain('overtaken (completed)');
  expect(idsIn('snapshot-check')).not.toContain('since');
  expect(await environment.operations.read('since')).toEqual(completed);
  expect(environment.asked()).toEqual(asked);
  expect(await run({ operation: 'since' })).toBe(exitCodes.ok);
  expect(operator.said()).toContain('is completed: there is nothing to redrive');
});

test('an operation whose target another one has restored since stays failed', async () => {
  deny('RestoreDBClusterFromSnapshot');
  const request = { snapshot_name: SNAPSHOT, target_cluster_id: 'contested' };
  await environment.request({ operation_id: 'first-come', ...request });
  await environment.settled('first-come', 'failed');
  await environment.rest();
  environment.disturb(() => []);
  await environment.request({ operation_id: 'came-later', ...request });
  await environment.settled('came-later', 'completed');
  const asked = environment.asked('contested');

  await run({ operation: 'first-come' });
  await environment.rest(60_000);

  const { status, error } = (await environment.operations.read('first-come')) ?? {};
  expect([status, error?.code]).toEqual(['failed', 'TARGET_LOCKED']);
  expect(idsIn('restore-snapshot')).toEqual(['first-come']);
  expect(environment.asked('contested')).toEqual(asked);
});

test('an event that was never delivered is sent on to the queue it was for', async () => {
  const event = (await environment.operations.read('half'))?.stages.create_instances?.event;
  await environment.sqs.send(
    new SendMessageCommand({
      QueueUrl: urlOf('aurora-restore-undelivered'),
      MessageBody: JSON.stringify({
        id: 'undelivered',
        source: event?.source,
        'detail-type': event?.detail_type,
        time: '2026-03-01T12:00:00Z',
        detail: event?.detail,
      }),
      MessageAttributes: {
        TARGET_ARN: {
          DataType: 'String',
          StringValue: 'arn:aws:sqs:us-east-1:000000000000:aurora-restore-create-instances',
        },
        ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' },
      },
    }),
  );

  await run({ step: 'create-instances' });
  await environment.rest();

  expect(operator.said()).toContain('not delivered: NO_PERMISSIONS');
  expect(environment.queue('aurora-restore-undelivered')?.messages).toEqual([]);
  expect(lettersOf('create-instances')).toEqual([]);
});

test('what is no event comes back, and is told as such', async () => {
  await environment.sqs.send(
    new SendMessageCommand({
      QueueUrl: urlOf('aurora-restore-audit-log'),
      MessageBody: 'not an event',
    }),
  );
  await environment.rest();

  await run({ all: true });
  await environment.rest();

  expect(operator.said()).toMatch(/audit-log .* not an event: will come back here/);
  expect(lettersOf('audit-log').map(({ body }) => body)).toEqual(['not an event']);
});

test.each([
  [{ operation: 'nobody' }, /there is no operation nobody/],
  [{ step: 'delete-everything' }, /there is no step delete-everything/],
  [{ step: 'delete-rds', all: true }, /exclude one another/],
])('%j is refused', async (wanted, message) => {
  await expect(run(wanted)).rejects.toThrow(message);
});
