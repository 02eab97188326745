import { expect, it } from 'vitest';
import type { Fault } from '../faults.ts';
import { ACCOUNT, OTHER_ACCOUNT, REGION, testEnvironment } from './eventbridge.fixture.ts';

const created = {
  source: 'aws.rds',
  'detail-type': 'RDS DB Cluster Event',
  account: ACCOUNT,
  region: REGION,
  resources: ['arn:cluster'],
  detail: { EventID: 'RDS-EVENT-0170' },
};

async function listening(...faults: readonly Fault[]) {
  const environment = testEnvironment({
    faults: ({ boundary }) => (boundary === 'native-event' ? faults : []),
  });
  const queue = environment.newQueue('clusters');
  await environment.call('PutRule', { Name: 'rds', EventPattern: '{"source":["aws.rds"]}' });
  await environment.call('PutTargets', {
    Rule: 'rds',
    Targets: [{ Id: 'queue', Arn: queue.arn }],
  });
  return { ...environment, queue };
}

it('an event of an AWS service goes to the default bus of its account', async () => {
  const { emitNative, queue, clock } = await listening();

  emitNative(created);
  emitNative({ ...created, account: OTHER_ACCOUNT });
  emitNative({ ...created, region: 'us-east-1' });
  await clock.idle();

  expect(queue.bodies).toEqual([
    {
      ...created,
      version: '0',
      id: 'id-1',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    },
  ]);
});

it.each<[kind: string, faults: readonly Fault[], copies: number]>([
  ['dropped', [{ kind: 'drop' }], 0],
  ['repeated', [{ kind: 'repeat', times: 2 }], 3],
])('a native event can be %s', async (_, faults, copies) => {
  const { emitNative, queue, clock } = await listening(...faults);

  emitNative(created);
  await clock.idle();

  expect(queue.bodies).toEqual(
    Array.from({ length: copies }, () => expect.objectContaining({ id: 'id-1' })),
  );
});

it('a delayed native event keeps its time', async () => {
  const { emitNative, queue, clock } = await listening({ kind: 'delay', ms: 60_000 });
  const time = new Date(clock.now()).toISOString().slice(0, 16);

  emitNative(created);
  await clock.idle();
  const before = queue.deliveries.length;
  clock.advance(60_000);
  await clock.idle();

  expect(before).toBe(0);
  expect(queue.bodies).toEqual([expect.objectContaining({ time: expect.stringContaining(time) })]);
});
