import { expect, it } from 'vitest';
import { ACCOUNT, entry, OTHER_ACCOUNT, REGION, testEnvironment } from '../eventbridge.fixture.ts';

const DAY = 86_400_000;
const arn = (resource: string) => `arn:aws:events:${REGION}:${ACCOUNT}:${resource}`;

/** Two rules on the default bus, each with a queue, and an archive of what the shop says. */
async function archiving(archive: object = {}) {
  const environment = testEnvironment();
  const { call, clock } = environment;
  const orders = environment.newQueue('orders');
  const audit = environment.newQueue('audit');
  for (const queue of [orders, audit]) {
    const Name = queue.arn.split(':').at(-1);
    await call('PutRule', { Name, EventPattern: '{"source":["shop"]}' });
    await call('PutTargets', { Rule: Name, Targets: [{ Id: 'queue', Arn: queue.arn }] });
  }
  await call('CreateArchive', {
    ArchiveName: 'history',
    EventSourceArn: arn('event-bus/default'),
    ...archive,
  });
  const put = async (members: object) => {
    await call('PutEvents', { Entries: [entry(members)] });
    await clock.idle();
  };
  const replay = async (members: object = {}) => {
    const answer = await call('StartReplay', {
      ReplayName: 'again',
      EventSourceArn: arn('archive/history'),
      EventStartTime: new Date('2026-01-01T00:00:00Z'),
      EventEndTime: new Date('2026-01-02T00:00:00Z'),
      Destination: { Arn: arn('event-bus/default') },
      ...members,
    });
    await clock.idle();
    return answer;
  };
  return { ...environment, orders, audit, put, replay };
}

it('an archive keeps the events that match its pattern', async () => {
  const { call, put } = await archiving({ EventPattern: '{"detail-type":["OrderPlaced"]}' });

  await put({});
  await put({ DetailType: 'OrderCancelled' });

  expect(await call('DescribeArchive', { ArchiveName: 'history' })).toMatchObject({
    ArchiveArn: arn('archive/history'),
    EventSourceArn: arn('event-bus/default'),
    EventPattern: '{"detail-type":["OrderPlaced"]}',
    State: 'ENABLED',
    RetentionDays: 0,
    EventCount: 1,
    SizeBytes: expect.any(Number),
  });
});

it('an archive forgets events after its retention', async () => {
  const { call, put, clock } = await archiving({ RetentionDays: 2 });
  await put({});

  clock.advance(2 * DAY + 1000);
  await put({});

  const { Archives } = (await call('ListArchives')) as { Archives: unknown };
  expect(Archives).toMatchObject([{ ArchiveName: 'history', EventCount: 1 }]);
});

it('a replay sends the events of its time to the rules again, in order, and says who it is', async () => {
  const { call, put, replay, orders, audit } = await archiving();
  await put({ Time: new Date('2026-01-01T10:00:00Z') });
  await put({ Time: new Date('2026-01-01T09:00:00Z') });
  await put({ Time: new Date('2026-01-02T00:00:00Z') });

  const answer = await replay();

  expect(answer).toMatchObject({ ReplayArn: arn('replay/again'), State: 'STARTING' });
  for (const queue of [orders, audit]) {
    expect(queue.bodies.slice(3)).toMatchObject([
      { id: 'id-2', time: '2026-01-01T09:00:00Z', 'replay-name': 'again', detail: { order: 1 } },
      { id: 'id-1', time: '2026-01-01T10:00:00Z', 'replay-name': 'again', detail: { order: 1 } },
    ]);
    expect(queue.bodies).toHaveLength(5);
  }
  expect(await call('DescribeReplay', { ReplayName: 'again' })).toMatchObject({
    State: 'COMPLETED',
    EventLastReplayedTime: new Date('2026-01-01T10:00:00Z'),
    Destination: { Arn: arn('event-bus/default') },
  });
});

it('a replay can be for some rules only', async () => {
  const { put, replay, orders, audit } = await archiving();
  await put({ Time: new Date('2026-01-01T10:00:00Z') });

  await replay({
    Destination: { Arn: arn('event-bus/default'), FilterArns: [arn('rule/audit')] },
  });

  expect([orders.deliveries.length, audit.deliveries.length]).toEqual([1, 2]);
});

it('replayed events are not archived again', async () => {
  const { call, put, replay } = await archiving();
  await put({ Time: new Date('2026-01-01T10:00:00Z') });

  await replay();

  expect(await call('DescribeArchive', { ArchiveName: 'history' })).toMatchObject({
    EventCount: 1,
  });
});

it('a deleted archive gets no more events', async () => {
  const { call, put } = await archiving();

  await call('DeleteArchive', { ArchiveName: 'history' });
  await put({});

  await expect(call('DescribeArchive', { ArchiveName: 'history' })).rejects.toThrow(
    'Archive history does not exist.',
  );
});

it.each([
  ['its name is taken', {}, 'Archive history already exists.'],
  [
    'its bus does not exist',
    { ArchiveName: 'b', EventSourceArn: arn('event-bus/no') },
    'Event bus no does not exist.',
  ],
  [
    'its pattern is wrong',
    { ArchiveName: 'b', EventPattern: '{}' },
    'Event pattern is not valid. Reason: Empty objects',
  ],
  [
    'it wants a key',
    { ArchiveName: 'b', KmsKeyIdentifier: 'k' },
    'Archive.KmsKeyIdentifier is not served locally.',
  ],
])('an archive is refused where %s', async (_, members, message) => {
  const { call } = await archiving();

  const answer = call('CreateArchive', {
    ArchiveName: 'history',
    EventSourceArn: arn('event-bus/default'),
    ...members,
  });

  await expect(answer).rejects.toThrow(message);
});

it.each([
  [
    'its archive does not exist',
    { EventSourceArn: arn('archive/no') },
    'Archive no does not exist.',
  ],
  [
    'it ends before it begins',
    { EventEndTime: new Date('2026-01-01T00:00:00Z') },
    'EventStartTime must be before EventEndTime.',
  ],
  [
    'it is for another bus',
    { Destination: { Arn: arn('event-bus/other') } },
    'Cross event bus replay is not permitted.',
  ],
])('a replay is refused where %s', async (_, members, message) => {
  const { call, replay } = await archiving();
  await call('CreateEventBus', { Name: 'other' });

  await expect(replay(members)).rejects.toThrow(message);
});

it('a name serves one replay only', async () => {
  const { replay } = await archiving();
  await replay();

  await expect(replay()).rejects.toThrow('Replay again already exists.');
});

it('archives belong to their account', async () => {
  const { call } = await archiving();

  expect(await call('ListArchives', {}, OTHER_ACCOUNT)).toEqual({ Archives: [] });
});
