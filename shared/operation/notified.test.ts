import { afterAll, expect, test } from 'vitest';
import { at, later, NOW, operationWith } from './operation.fixture.ts';
import { openTables } from './tables.fixture.ts';
import { notified, notifying } from './writes.ts';

const { operations, put, write, expectLost, close } = await openTables();
afterAll(close);

const telling = notifying('event-1', later(60), NOW);

test('whoever tells people of an event keeps others from it for a while', async () => {
  const operation = await put(operationWith({ notified: { 'event-0': { sent_at: at(-5) } } }));

  const after = await write(operation, telling);

  expect(after).toEqual({
    ...operation,
    notified: { 'event-0': { sent_at: at(-5) }, 'event-1': { until: at(60) } },
  });
});

test('somebody else may tell them once that while is over', async () => {
  const operation = await put(operationWith({ notified: { 'event-1': { until: at(-1) } } }));

  const after = await write(operation, telling);

  expect(after.notified).toEqual({ 'event-1': { until: at(60) } });
});

test('nobody tells them while another does, or once they were told', async () => {
  await expectLost(operationWith({ notified: { 'event-1': { until: at(1) } } }), telling);
  await expectLost(operationWith({ notified: { 'event-1': { sent_at: at(-600) } } }), telling);
});

test('that they were told is kept', async () => {
  const operation = await put(operationWith({ notified: { 'event-1': { until: at(60) } } }));

  const after = await write(operation, notified('event-1', NOW));

  expect(after.notified).toEqual({ 'event-1': { sent_at: at(0) } });
});

test.each([telling, notified('event-1', NOW)])(
  'no operation comes into being by it',
  async (update) => {
    const attempt = operations.write('nobody', 'notify', update);

    await expect(attempt).rejects.toThrow('notify lost its condition');
    expect(await operations.read('nobody')).toBeUndefined();
  },
);
