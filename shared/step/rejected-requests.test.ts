import { afterAll, describe, expect, test } from 'vitest';
import { at, errorWith, operationWith } from '../operation/operation.fixture.ts';
import { openTables, REGION } from '../operation/tables.fixture.ts';
import { asked, derived, ownId, requestOf, startRequests } from './requests.fixture.ts';
import { acknowledged } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

const mustNotRun = async () => {
  throw new Error('there is nothing to do');
};

describe('a malformed request', () => {
  const malformed = {
    target_cluster_id: 'two--hyphens',
    snapshot_name: 'nightly',
    source_cluster_id: 'prod',
    port: 1,
    colour: 'red',
  };
  const fields = ['target_cluster_id', 'port', 'colour', 'source_cluster_id'];

  test('is rejected with every reason at once, recorded, published and acknowledged', async () => {
    const step = startRequests(tables, mustNotRun);
    const body = requestOf(malformed);

    expect(await step.deliver(step.message(body))).toEqual(acknowledged);

    const operation = await step.read(derived(body));
    expect(operation).toMatchObject({
      status: 'rejected',
      sequence: 1,
      published: true,
      request: malformed,
    });
    const told = operation.error?.reasons?.map(({ code, field }) => [code, field]);
    expect(told).toEqual(fields.map((field) => ['REQUEST_INVALID', field]));
    expect(step.published).toMatchObject([
      {
        detail_type: 'RestoreRejected',
        detail: {
          target_cluster_id: 'two--hyphens',
          sequence: 1,
          metadata: { causation_id: body.id },
        },
      },
    ]);
  });

  test('is rejected once, however often it comes', async () => {
    const step = startRequests(tables, mustNotRun);
    const message = step.message(requestOf(malformed));
    step.interruptions.at('before publish', 'dies');

    await step.settle(message);
    await step.settle(step.redrive(message));

    expect(step.published).toHaveLength(1);
  });

  test('without a target names none in its rejection', async () => {
    const step = startRequests(tables, mustNotRun);

    await step.deliver(step.message(requestOf({ snapshot_name: 'nightly' })));

    expect(step.published).toHaveLength(1);
    expect(step.published[0]?.detail).not.toHaveProperty('target_cluster_id');
  });

  test.each([
    ['a number beyond all bounds', { ...asked, requested_by: 2 ** 70 }],
    ['nothing in it', {}],
    ['an operation_id that cannot be one', { ...asked, operation_id: 'NOT/ONE' }],
  ])('with %s is recorded and rejected all the same', async (_, detail) => {
    const step = startRequests(tables, mustNotRun);
    const body = requestOf(detail);

    expect(await step.deliver(step.message(body))).toEqual(acknowledged);

    expect(await step.read(derived(body))).toMatchObject({ status: 'rejected', published: true });
  });

  test('is rejected with what else is wrong with it, each reason once', async () => {
    const also = async () => [
      { code: 'TARGET_IS_SOURCE', field: 'target_cluster_id', message: 'the same' } as const,
      { code: 'ENGINE_VERSION_DOWNGRADE', field: 'engine_version', message: 'older' } as const,
    ];
    const step = startRequests(tables, mustNotRun, also);
    const source = { source_cluster_id: 'restored', target_cluster_id: 'restored' };
    const body = requestOf({ ...source, port: 1, colour: 'red' });

    expect(await step.deliver(step.message(body))).toEqual(acknowledged);

    const { error } = await step.read(derived(body));
    expect(error?.reasons?.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'REQUEST_INVALID port',
      'REQUEST_INVALID colour',
      'TARGET_IS_SOURCE target_cluster_id',
      'ENGINE_VERSION_DOWNGRADE engine_version',
    ]);
  });

  test('is rejected all the same where nothing more can be looked up', async () => {
    const step = startRequests(tables, mustNotRun, () => Promise.reject(new Error('throttled')));
    const body = requestOf({ ...asked, colour: 'red' });

    expect(await step.deliver(step.message(body))).toEqual(acknowledged);

    expect((await step.read(derived(body))).error?.reasons).toHaveLength(1);
  });

  test('that died before it was rejected is rejected by a redrive, whoever has its target', async () => {
    const step = startRequests(tables, mustNotRun);
    const body = requestOf(malformed);
    const message = step.message(body);
    step.interruptions.at('after create', 'dies');
    await step.deliver(message);
    const created = await step.read(derived(body));
    const error = errorWith({ code: 'STEP_CRASHED', at: at(0), message_id: undefined });
    await tables.put({ ...created, status: 'failed', error });
    const { operation_id } = await tables.put(operationWith());
    const target = { kind: 'cluster', region: REGION, id: malformed.target_cluster_id } as const;
    await tables.operations.hold(target, operation_id, step.now());
    step.advance(1);

    expect(await step.settle(step.redrive(message))).toBe('acknowledged');

    expect(await step.read(derived(body))).toMatchObject({ status: 'rejected', sequence: 1 });
    expect(await tables.operations.holder(target)).toBe(operation_id);
  });
});

describe('a request that cannot be recorded as it is', () => {
  const unstorable = [
    ['too large', { ...asked, requested_by: 'x'.repeat(500_000) }, 'bytes'],
    ['a number too large', { ...asked, port: 1e300 }, 'port'],
    ['a number too small', { ...asked, port: 1e-200 }, 'port'],
    [
      'a field __proto__',
      JSON.parse('{"target_cluster_id":"restored","__proto__":1}'),
      '__proto__',
    ],
    ['a tag __proto__', { ...asked, tags: JSON.parse('{"__proto__":"x"}') }, 'tags.__proto__'],
    ['half a character', { ...asked, requested_by: '\ud800' }, 'requested_by'],
    ['half a character in a name', { ...asked, '\ud800': 1 }, 'half a character'],
    ['a field without a name', { ...asked, '': 1 }, 'no name'],
    ['too deep', { ...asked, tags: JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) }, 'deeper'],
    [
      'too many fields',
      { ...asked, ...Object.fromEntries(Array.from({ length: 9_000 }, (_, n) => [`f${n}`, n])) },
      'more reasons',
    ],
  ] as const;

  test.each(unstorable)(
    'is rejected, and so much of it kept as can be: %s',
    async (_, detail, why) => {
      const step = startRequests(tables, mustNotRun);
      const body = requestOf(detail);

      expect(await step.deliver(step.message(body))).toEqual(acknowledged);

      const { request, ...operation } = await step.read(derived(body));
      expect(operation).toMatchObject({ status: 'rejected', error: { code: 'REQUEST_INVALID' } });
      expect(operation.error?.message).toContain(why);
      expect(request).toMatchObject({
        ...derived(body),
        target_cluster_id: 'restored',
        unstorable: { json: expect.stringContaining('"restored"') },
      });
      expect(JSON.stringify(request).length).toBeLessThan(30_000);
      expect(JSON.stringify(step.published).length).toBeLessThan(60_000);
    },
  );

  test('is the same one when it comes again, and the same reasons when its check comes', async () => {
    const step = startRequests(tables, mustNotRun);
    const body = requestOf({ ...asked, port: 1e300, colour: 'red' });
    step.interruptions.at('after create', 'dies');
    await step.deliver(step.message(body));
    const created = await step.read(derived(body));
    await tables.put({ ...created, next_check: { id: 'overdue', due: at(0) } });
    const { id, detail } = created.stages.check_snapshot?.event ?? {};

    const check = step.message({ ...body, id, detail }, { checkId: 'overdue' });

    expect(await step.settle(check)).toBe('acknowledged');
    expect(await step.settle(step.message(body))).toBe('acknowledged');
    expect(step.published).toHaveLength(1);
    const { error } = await step.read(derived(body));
    expect(new Set(error?.reasons?.map(({ field }) => field))).toEqual(new Set(['port', 'colour']));
  });

  test('is told from another of the same id and the same beginning', async () => {
    const step = startRequests(tables, mustNotRun);
    const operation_id = ownId();
    const large = (end: string) => ({ ...asked, operation_id, x: `${'x'.repeat(90_000)}${end}` });
    await step.deliver(step.message(requestOf(large('a'))));
    const other = requestOf(large('b'));

    await step.deliver(step.message(other));

    expect((await step.read(derived(other))).error?.code).toBe('OPERATION_ID_TAKEN');
  });
});

describe('a request under an operation_id that stands for another', () => {
  async function taken() {
    const step = startRequests(tables);
    const operation_id = ownId();
    await step.deliver(step.message(requestOf({ ...asked, operation_id })));
    const body = requestOf({ ...asked, operation_id, snapshot_name: 'weekly' });
    return { step, operation_id, body, message: step.message(body) };
  }

  test('is rejected under an id of its own, and leaves the other alone', async () => {
    const { step, operation_id, body, message } = await taken();
    const other = await step.read({ operation_id });

    expect(await step.deliver(message)).toEqual(acknowledged);

    expect(await step.read(derived(body))).toMatchObject({
      status: 'rejected',
      request: body.detail,
      error: {
        code: 'OPERATION_ID_TAKEN',
        reasons: [{ field: 'operation_id', message: expect.stringContaining(operation_id) }],
      },
    });
    expect(step.published.map(({ detail_type }) => detail_type)).toEqual([
      'WorkStarted',
      'RestoreRejected',
    ]);
    expect(await step.read({ operation_id })).toEqual(other);
  });

  test('is rejected once, also by the check that the watchdog sends after a crash', async () => {
    const { step, body, message } = await taken();
    step.interruptions.at('after create', 'dies');
    await step.deliver(message);
    const created = await step.read(derived(body));
    await tables.put({ ...created, next_check: { id: 'overdue', due: at(0) } });
    const { id } = created.stages.check_snapshot?.event ?? {};

    const check = step.message({ ...body, id }, { checkId: 'overdue' });

    expect(await step.settle(check)).toBe('acknowledged');
    expect(await step.settle(message)).toBe('acknowledged');
    expect(await step.read(derived(body))).toMatchObject({ status: 'rejected', sequence: 1 });
    expect(step.published).toHaveLength(2);
  });
});
