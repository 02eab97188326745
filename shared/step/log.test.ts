import { afterAll, describe, expect, test } from 'vitest';
import { Rejection, StepFailure } from '../errors.ts';
import { at, errorWith } from '../operation/operation.fixture.ts';
import { openTables } from '../operation/tables.fixture.ts';
import { checkAgain, done } from './answer.ts';
import { WorkDone } from './contract.fixture.ts';
import { readLog, startFunction } from './lambda.fixture.ts';
import { recordWith } from './record.fixture.ts';
import { reportOf } from './report.ts';
import { startWork } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

const throwing = (error: Error) => async () => {
  throw error;
};

describe('every line of the log says whose it is', () => {
  test.each([
    ['completed', async () => done(WorkDone.with({ result: 'fine' })), {}],
    ['not yet', async () => checkAgain('copying'), {}],
    ['failed: KEY_NOT_USABLE', throwing(new StepFailure('KEY_NOT_USABLE', 'disabled')), {}],
    ['failed, may pass next time', throwing(new Error('boom')), {}],
    ['rejected', throwing(new Rejection([{ code: 'TARGET_LOCKED', message: 'held' }])), {}],
    ['stale', throwing(new Error()), { sequence: 3 }],
    ['another delivery is at work', throwing(new Error()), { claim: { by: 'x', until: at(9) } }],
    ['OUT_OF_ORDER', throwing(new Error()), { sequence: 1 }],
    ['redriven', async () => checkAgain('copying'), { status: 'failed', error: errorWith() }],
  ] as const)('%s', async (message, business, state) => {
    const log = readLog();
    const reporting = reportOf('check-work');
    const step = startWork(tables, business, reporting.report);
    const { operation, started } = await step.begin(state);
    const { call } = startFunction(step.handle, { reporting, now: step.now });

    await call(recordWith(started.body, started));

    expect(log()).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining(message) }),
    );
    for (const line of log())
      expect(line).toMatchObject({
        operation_id: operation.operation_id,
        step: 'check-work',
        sequence: 2,
        event_id: 'work-started',
        service: 'check-work',
      });
  });

  test('also where the tables cannot be read', async () => {
    const log = readLog();
    const reporting = reportOf('check-work');
    const step = startWork(tables, throwing(new Error()), reporting.report);
    const { operation, started } = await step.begin({ deadline: 'broken' });
    const { call } = startFunction(step.handle, { reporting, now: step.now });

    await call(recordWith(started.body, started));

    expect(log()).toMatchObject([
      { message: 'could not be handled', operation_id: operation.operation_id, sequence: 2 },
    ]);
  });
});

describe('a log', () => {
  test('keeps silent below its level', () => {
    const log = readLog('WARN');
    const { report } = reportOf('check-work');

    report.debug('a');
    report.info('b');
    report.warn('c', { what: 1 });
    report.error('d', new Error('boom'));
    report.error('e', 'text');

    expect(log()).toMatchObject([
      { level: 'WARN', message: 'c', what: 1 },
      { level: 'ERROR', message: 'd', error: { message: 'boom' } },
      { level: 'ERROR', message: 'e' },
    ]);
  });

  test('forgets whose lines they were when the next message comes', async () => {
    const log = readLog();
    const reporting = reportOf('check-work');
    const { call } = startFunction(
      async ({ messageId }) => {
        if (messageId === 'first') reporting.report.identify({ operation_id: 'op' });
        reporting.report.info(messageId);
        return { acknowledge: true };
      },
      { reporting },
    );

    for (const messageId of ['first', 'second'])
      await call(recordWith({ ...event, id: messageId }, { messageId }));

    expect(log()[0]).toMatchObject({ message: 'first', operation_id: 'op' });
    expect(log()[1]).not.toHaveProperty('operation_id');
  });
});

const event = { id: 'x', source: 's', 'detail-type': 't', time: '', detail: {} };
