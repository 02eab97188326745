import { expect, test } from 'vitest';
import { handOver } from '../kept.fixture.ts';
import { bodies, redriveTo, startSqs, urlOf } from './sqs.fixture.ts';

const MINUTE_MS = 60_000;

test('a received message comes back with its id and its receives, hidden as long as it was to be', async () => {
  const [before, after] = [startSqs(), startSqs()];
  for (const { queue } of [before, after]) await queue('orders', { VisibilityTimeout: '120' });
  await before.send('orders', 'x', {
    MessageAttributes: { kind: { DataType: 'Binary', BinaryValue: Buffer.from('bytes') } },
  });
  const all = { MessageSystemAttributeNames: ['All' as const], MessageAttributeNames: ['All'] };
  const [first] = await before.receive('orders', all);

  await handOver(before.kept, after.kept);
  after.clock.advance(MINUTE_MS);
  const tooEarly = await after.receive('orders');
  after.clock.advance(MINUTE_MS);
  const [second] = await after.receive('orders', all);

  expect(tooEarly).toEqual([]);
  expect(second).toEqual({
    ...first,
    ReceiptHandle: second?.ReceiptHandle,
    Attributes: { ...first?.Attributes, ApproximateReceiveCount: '2' },
  });
});

test('a delayed message comes when it was to come', async () => {
  const [before, after] = [startSqs(), startSqs()];
  for (const { queue } of [before, after]) await queue('orders');
  await before.send('orders', 'later', { DelaySeconds: 120 });
  await before.send('orders', 'now');

  await handOver(before.kept, after.kept);
  const atOnce = await after.receive('orders');
  const waiting = after.receive('orders', { WaitTimeSeconds: 20 });
  after.clock.advance(2 * MINUTE_MS);

  expect(bodies(atOnce)).toEqual(['now']);
  expect(bodies(await waiting)).toEqual([]);
  expect(bodies(await after.receive('orders'))).toContain('later');
});

test('a message can be deleted with the handle that it was received with', async () => {
  const [before, after] = [startSqs(), startSqs()];
  for (const { queue } of [before, after]) await queue('orders');
  await before.send('orders', 'x');
  const [message] = await before.receive('orders');

  await handOver(before.kept, after.kept);
  await after.call('DeleteMessage', {
    QueueUrl: urlOf('orders'),
    ReceiptHandle: message?.ReceiptHandle,
  });

  expect(after.inspect('orders')?.messages).toEqual([]);
});

test('a queue that nobody declares comes back as it was made, a declared one is as it is declared', async () => {
  const [before, after] = [startSqs(), startSqs()];
  await before.queue('dead');
  await before.queue('orders', { VisibilityTimeout: '7', ...redriveTo('dead', 3) });
  await before.call('TagQueue', { QueueUrl: urlOf('orders'), Tags: { team: 'shop' } });
  await before.queue('declared', { VisibilityTimeout: '7' });
  await after.queue('declared', { VisibilityTimeout: '9' });

  await handOver(before.kept, after.kept);

  expect(await after.attributes('orders')).toEqual(await before.attributes('orders'));
  expect(await after.call('ListQueueTags', { QueueUrl: urlOf('orders') })).toEqual({
    Tags: { team: 'shop' },
  });
  expect(await after.attributes('declared')).toMatchObject({ VisibilityTimeout: '9' });
});
