import { expect, it } from 'vitest';
import { ACCOUNT, REGION, testEnvironment } from '../eventbridge.fixture.ts';

async function scheduled(ScheduleExpression: string) {
  const environment = testEnvironment();
  const queue = environment.newQueue('ticks');
  const start = environment.clock.now();
  await environment.call('PutRule', { Name: 'tick', ScheduleExpression });
  await environment.call('PutTargets', {
    Rule: 'tick',
    Targets: [{ Id: 'queue', Arn: queue.arn }],
  });
  /** Lets minutes pass, one by one. */
  const pass = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      environment.clock.advance(60_000);
      await environment.clock.idle();
    }
  };
  return { ...environment, queue, start, pass };
}

it('a rate fires first when its period has passed, then again and again', async () => {
  const { queue, pass, clock } = await scheduled('rate(5 minutes)');
  const counts: number[] = [];

  for (const minutes of [4, 1, 4, 1]) {
    await pass(minutes);
    counts.push(queue.deliveries.length);
  }
  clock.stop();

  expect(counts).toEqual([0, 1, 1, 2]);
});

it('a scheduled event names its rule and the time it was due', async () => {
  const { queue, pass, clock, start } = await scheduled('rate(1 minute)');

  await pass(1);
  clock.stop();

  expect(queue.bodies).toEqual([
    {
      version: '0',
      id: 'id-1',
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: ACCOUNT,
      time: new Date(start + 60_000).toISOString().replace(/\.\d+Z/, 'Z'),
      region: REGION,
      resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/tick`],
      detail: {},
    },
  ]);
});

it('firings that a leap in time passed over are made up for', async () => {
  const { queue, clock } = await scheduled('rate(1 minute)');

  clock.advance(3 * 60_000);
  await clock.idle();
  clock.stop();

  expect(queue.deliveries).toHaveLength(3);
});

it('a cron expression fires at its times', async () => {
  const { queue, pass, clock } = await scheduled('cron(0/15 * * * ? *)');

  await pass(30);
  clock.stop();

  expect(queue.deliveries).toHaveLength(2);
});

it('a disabled rule does not fire, and begins anew when it is enabled', async () => {
  const { queue, pass, clock, call } = await scheduled('rate(2 minutes)');
  await pass(1);

  await call('DisableRule', { Name: 'tick' });
  await pass(3);
  await call('EnableRule', { Name: 'tick' });
  await pass(1);
  const before = queue.deliveries.length;
  await pass(1);
  clock.stop();

  expect([before, queue.deliveries.length]).toEqual([0, 1]);
});

it('a deleted rule does not fire', async () => {
  const { pass, clock, call, queue } = await scheduled('rate(1 minute)');

  await call('RemoveTargets', { Rule: 'tick', Ids: ['queue'] });
  await call('DeleteRule', { Name: 'tick' });
  await pass(2);

  expect(queue.deliveries).toEqual([]);
  expect(clock.next()).toBeUndefined();
});

it('a rule that got another schedule follows that one only', async () => {
  const { pass, clock, call, queue } = await scheduled('rate(1 minute)');

  await call('PutRule', { Name: 'tick', ScheduleExpression: 'rate(3 minutes)' });
  await pass(3);
  clock.stop();

  expect(queue.deliveries).toHaveLength(1);
});

it('schedules belong on the default bus', async () => {
  const { call, clock } = await scheduled('rate(1 minute)');
  clock.stop();
  await call('CreateEventBus', { Name: 'custom' });

  const answer = call('PutRule', {
    Name: 'tick',
    EventBusName: 'custom',
    ScheduleExpression: 'rate(1 minute)',
  });

  await expect(answer).rejects.toThrow(
    'ScheduleExpression is supported only on the default event bus.',
  );
});
