import { expect, it } from 'vitest';
import { handOver } from '../kept.fixture.ts';
import { ServiceError } from '../service.ts';
import { ACCOUNT, entry, REGION, testEnvironment } from './eventbridge.fixture.ts';

const unavailable = new ServiceError('ServiceUnavailable', 'Come back later.', 503);
const SECOND_MS = 1000;

/** A rule that brings orders to a queue, and an archive. */
async function shop() {
  const environment = testEnvironment();
  const { call } = environment;
  const queue = environment.newQueue('orders');
  await call('PutRule', { Name: 'orders', EventPattern: '{"source":["shop"]}' });
  await call('PutTargets', { Rule: 'orders', Targets: [{ Id: 'queue', Arn: queue.arn }] });
  await call('CreateArchive', {
    ArchiveName: 'all',
    EventSourceArn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`,
  });
  return { ...environment, queue };
}

it('an event that waits to be tried again is tried when it was to be', async () => {
  const [before, after] = [await shop(), await shop()];
  before.queue.refuse(unavailable);
  await before.call('PutEvents', { Entries: [entry()] });
  await before.clock.idle();
  before.clock.advance(SECOND_MS);
  await before.clock.idle();

  await handOver(before.kept, after.kept);
  const atOnce = after.queue.attempts;
  after.clock.advance((after.clock.next() ?? 0) - after.clock.now());
  await after.clock.idle();

  expect(before.queue.attempts).toBe(2);
  expect(atOnce).toBe(0);
  expect(after.queue.bodies).toMatchObject([{ id: 'id-1', detail: { order: 1 } }]);
  expect(after.clock.next()).toBeUndefined();
  before.clock.stop();
});

it('an archive has its events again', async () => {
  const [before, after] = [await shop(), await shop()];
  await before.call('PutEvents', { Entries: [entry()] });
  await before.clock.idle();

  await handOver(before.kept, after.kept);

  expect(await after.call('DescribeArchive', { ArchiveName: 'all' })).toMatchObject({
    EventCount: 1,
  });
});
