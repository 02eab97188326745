import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { at, later, NOW } from '../../shared/operation/operation.fixture.ts';
import type { OutgoingEvent } from '../../shared/operation/operation.ts';
import { LostCondition, type Operations } from '../../shared/operation/operations.ts';
import { openTables, REGION } from '../../shared/operation/tables.fixture.ts';
import { busEventWith } from '../../shared/step/record.fixture.ts';
import { derived, requestOf, startRequests } from '../../shared/step/requests.fixture.ts';
import type { Report } from '../../shared/step/runtime.ts';
import { acknowledged } from '../../shared/step/world.fixture.ts';
import { recordDeadRequest } from './dead-requests.ts';

const tables = await openTables();
afterAll(tables.close);

const silent: Report = {
  identify: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
};

const looked: Pick<Operations, 'read' | 'write'> = tables.operations;

/** Lets the watchdog see this in the dead-letter queue, half an hour after it was sent. */
async function see(body: unknown, operations = looked) {
  const published: OutgoingEvent[] = [];
  const world = {
    operations,
    publish: async (events: readonly OutgoingEvent[]) => void published.push(...events),
    deadLetterQueue: () => 'snapshot-check-dlq',
    deadlineMinutes: {},
    now: () => later(1800),
    newId: randomUUID,
  };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  await recordDeadRequest(world, { messageId: 'm', body: text, sentAt: NOW }, silent);
  return published;
}

/** A target of its own for each, so that none is locked by another. */
const aRequest = (more: object = {}) =>
  requestOf({ snapshot_name: 'nightly', target_cluster_id: `shop-${randomUUID()}`, ...more });

const read = async (body: Record<string, unknown>) => {
  const operation = await tables.operations.read(derived(body).operation_id);
  if (!operation) throw new Error('it was not recorded');
  return operation;
};

describe('a request that died before anything was recorded', () => {
  test('is a failed operation that names the queue and no message, and is told', async () => {
    const body = aRequest();

    const published = await see(body);

    const operation = await read(body);
    expect(operation).toMatchObject({
      status: 'failed',
      step: 'check_snapshot',
      sequence: 0,
      published: true,
      update_time: at(1800),
      error: { code: 'STEP_CRASHED', dead_letter_queue: 'snapshot-check-dlq', at: at(1800) },
    });
    expect(operation.error).not.toHaveProperty('message_id');
    expect(published).toMatchObject([
      {
        detail_type: 'RestoreFailed',
        detail: {
          code: 'STEP_CRASHED',
          operation_id: operation.operation_id,
          sequence: 0,
          metadata: { causation_id: body.id },
        },
      },
    ]);
    expect(await tables.isWatched(operation)).toBe(false);
  });

  test.each<[string, object]>([
    ['can be carried out', {}],
    ['is malformed', { port: 1, colour: 'red' }],
    ['cannot be recorded as it is', { requested_by: 2 ** 70 }],
  ])('is the item that the step makes of it where it %s', async (_, more) => {
    const body = aRequest(more);
    const step = startRequests(tables);
    step.interruptions.at('after create', 'dies');
    await step.deliver(step.message(body));
    const made = await read(body);
    const twin = { ...body, id: randomUUID() };

    await see(twin);

    const { error: _e, outbox: _o, ...recorded } = await read(twin);
    const renamed: unknown = JSON.parse(
      JSON.stringify(recorded).replaceAll(String(twin.id), String(body.id)),
    );
    expect(renamed).toEqual({ ...made, status: 'failed', update_time: at(1800) });
  });

  test('goes on when it is redriven', async () => {
    const body = aRequest();
    await see(body);
    const step = startRequests(tables);
    step.advance(1801);

    expect(await step.deliver(step.message(body))).toEqual(acknowledged);

    expect(await read(body)).toMatchObject({ status: 'in_progress', sequence: 1 });
  });

  test('is rejected when it is redriven, if that is what it deserves', async () => {
    const body = aRequest({ port: 1 });
    await see(body);
    const step = startRequests(tables);
    step.advance(1801);

    expect(await step.deliver(step.message(body))).toEqual(acknowledged);

    expect(await read(body)).toMatchObject({ status: 'rejected' });
  });

  test('takes its target from no restore that came after it', async () => {
    const body = aRequest();
    await see(body);
    const { request } = await read(body);
    const target = {
      kind: 'cluster',
      region: REGION,
      id: String(request.target_cluster_id),
    } as const;
    const { operation_id } = await tables.put({
      ...(await read(body)),
      operation_id: randomUUID(),
      status: 'completed',
    });
    await tables.operations.hold(target, operation_id, later(60));
    const step = startRequests(tables);
    step.advance(1801);

    expect(await step.settle(step.message(body))).toBe('dead letter');

    expect((await read(body)).error?.message).toContain('has restored target');
    expect(await tables.operations.holder(target)).toBe(operation_id);
  });

  test('under an operation_id that stands for another request is recorded under its own', async () => {
    const operation_id = `mine-${randomUUID()}`.slice(0, 40);
    await see(aRequest({ operation_id }));
    const body = aRequest({ operation_id });

    await see(body);

    expect(await read(body)).toMatchObject({ status: 'failed' });
  });
});

describe('left alone is', () => {
  test('a request that has its operation, whatever became of it', async () => {
    const body = aRequest();
    const step = startRequests(tables);
    await step.deliver(step.message(body));
    const before = await read(body);

    expect(await see(body)).toEqual([]);

    expect(await read(body)).toEqual(before);
  });

  test('what was recorded already', async () => {
    const body = aRequest();
    await see(body);
    const before = await read(body);

    expect(await see(body)).toEqual([]);

    expect(await read(body)).toEqual(before);
  });

  test('a request that somebody records at this moment', async () => {
    const body = aRequest();
    const step = startRequests(tables);
    const { operations } = tables;
    const overtaken: typeof looked = {
      read: async (id) => {
        const nothing = await operations.read(id);
        await step.deliver(step.message(body));
        return nothing;
      },
      write: (...asked) => operations.write(...asked),
    };

    await expect(see(body, overtaken)).rejects.toThrow(LostCondition);

    expect(await read(body)).toMatchObject({ status: 'in_progress', sequence: 1 });
  });

  test.each<[string, unknown]>([
    ['text', 'hello'],
    ['foreign JSON', { hello: 'world' }],
    ['another event of ours', busEventWith({ source: 'aurora-restore', detail: {} })],
    ['a request of somebody else', { ...aRequest(), source: 'somebody.else' }],
  ])('%s', async (_, body) => {
    expect(await see(body)).toEqual([]);
  });
});
