import { expect, it } from 'vitest';
import { ACCOUNT, entry, OTHER_ACCOUNT, REGION, testEnvironment } from './eventbridge.fixture.ts';

const BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`;

async function shop(environment = testEnvironment()) {
  const queue = environment.newQueue('orders');
  await environment.call('PutRule', { Name: 'orders', EventPattern: '{"source":["shop"]}' });
  await environment.call('PutTargets', {
    Rule: 'orders',
    Targets: [{ Id: 'queue', Arn: queue.arn }],
  });
  return { ...environment, queue };
}

it('an event reaches the target of a matching rule in the envelope of AWS', async () => {
  const { call, queue, clock } = await shop();

  const answer = await call('PutEvents', {
    Entries: [entry({ Time: new Date('2026-05-04T03:02:01.999Z'), Resources: ['arn:x'] })],
  });
  await clock.idle();

  expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: 'id-1' }] });
  expect(queue.bodies).toEqual([
    {
      version: '0',
      id: 'id-1',
      'detail-type': 'OrderPlaced',
      source: 'shop',
      account: ACCOUNT,
      time: '2026-05-04T03:02:01Z',
      region: REGION,
      resources: ['arn:x'],
      detail: { order: 1 },
    },
  ]);
  expect(queue.deliveries[0]?.from).toEqual({
    service: 'events.amazonaws.com',
    sourceArn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/orders`,
  });
});

it('an event that no rule matches reaches nobody', async () => {
  const { call, queue, clock } = await shop();

  await call('PutEvents', { Entries: [entry({ Source: 'another' })] });
  await clock.idle();

  expect(queue.deliveries).toEqual([]);
});

it('a disabled rule gets no events until it is enabled', async () => {
  const { call, queue, clock } = await shop();

  await call('DisableRule', { Name: 'orders' });
  await call('PutEvents', { Entries: [entry()] });
  await call('EnableRule', { Name: 'orders' });
  await call('PutEvents', { Entries: [entry()] });
  await clock.idle();

  expect(queue.bodies).toEqual([expect.objectContaining({ id: 'id-2' })]);
});

it.each([
  ['no source', { Source: undefined }, 'InvalidArgument', 'Source is a required argument'],
  ['no detail-type', { DetailType: '' }, 'InvalidArgument', 'DetailType is a required argument'],
  ['no detail', { Detail: undefined }, 'InvalidArgument', 'Detail is a required argument'],
  ['a long detail-type', { DetailType: 'x'.repeat(129) }, 'InvalidArgument', '128 characters'],
  ['a trace header', { TraceHeader: 'Root=1' }, 'InvalidArgument', 'not served locally'],
  ['a source of AWS', { Source: 'aws.rds' }, 'NotAuthorizedForSourceException', 'Not authorized'],
  ['broken JSON', { Detail: '{' }, 'MalformedDetail', 'Detail is malformed.'],
  ['an array', { Detail: '[]' }, 'MalformedDetail', 'Detail is malformed.'],
])('an entry with %s fails alone', async (_, members, code, message) => {
  const { call, queue, clock } = await shop();

  const answer = await call('PutEvents', { Entries: [entry(members), entry()] });
  await clock.idle();

  expect(answer).toEqual({
    FailedEntryCount: 1,
    Entries: [
      { ErrorCode: code, ErrorMessage: expect.stringContaining(message) },
      { EventId: 'id-1' },
    ],
  });
  expect(queue.deliveries).toHaveLength(1);
});

it.each([0, 11])('%i entries are refused as a whole', async (count) => {
  const { call, queue, clock } = await shop();

  const answer = call('PutEvents', { Entries: Array.from({ length: count }, () => entry()) });

  await expect(answer).rejects.toMatchObject({ code: 'ValidationException' });
  await clock.idle();
  expect(queue.deliveries).toEqual([]);
});

it('entries of 1 MB together are refused', async () => {
  const { call } = await shop();
  const half = entry({ Detail: JSON.stringify({ x: 'é'.repeat(262_144) }) });

  const answer = call('PutEvents', { Entries: [half, half] });

  await expect(answer).rejects.toThrow(
    'Total size of the entries in the request is over the limit.',
  );
});

it('an event for a bus that does not exist is taken and lost, as AWS does', async () => {
  const { call, log } = await shop();

  const answer = await call('PutEvents', { Entries: [entry({ EventBusName: 'nowhere' })] });

  expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: 'id-1' }] });
  expect(log).toEqual([expect.stringContaining('event bus nowhere does not exist')]);
});

it('another account puts events only if the policy of the bus allows that event', async () => {
  const { call, queue, clock } = await shop();
  await call('PutPermission', {
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'orders',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
          Action: 'events:PutEvents',
          Resource: BUS,
          Condition: { StringEquals: { 'events:detail-type': 'OrderPlaced' } },
        },
      ],
    }),
  });

  const answer = await call(
    'PutEvents',
    {
      Entries: [
        entry({ EventBusName: BUS }),
        entry({ EventBusName: BUS, DetailType: 'OrderCancelled' }),
      ],
    },
    OTHER_ACCOUNT,
  );
  await clock.idle();

  expect(answer).toMatchObject({
    FailedEntryCount: 1,
    Entries: [{ EventId: 'id-1' }, { ErrorCode: 'AccessDeniedException' }],
  });
  expect(queue.bodies).toEqual([expect.objectContaining({ account: OTHER_ACCOUNT })]);
});

it('the policy of a bus can deny its own account', async () => {
  const { call } = await shop();
  await call('PutPermission', {
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'events:PutEvents', Resource: BUS }],
    }),
  });

  const answer = await call('PutEvents', { Entries: [entry()] });

  expect(answer).toMatchObject({ Entries: [{ ErrorCode: 'AccessDeniedException' }] });
});

it('putting events needs a permission for each entry, on its bus, with its source and detail-type', () => {
  const { permissions } = testEnvironment();

  const needed = permissions('PutEvents', {
    Entries: [entry(), entry({ EventBusName: 'custom', DetailType: 'OrderCancelled' })],
  });

  expect(needed).toEqual([
    {
      action: 'events:PutEvents',
      resource: BUS,
      context: {
        'events:source': 'shop',
        'events:detail-type': 'OrderPlaced',
        'events:eventBusInvocation': 'false',
      },
    },
    {
      action: 'events:PutEvents',
      resource: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/custom`,
      context: {
        'events:source': 'shop',
        'events:detail-type': 'OrderCancelled',
        'events:eventBusInvocation': 'false',
      },
    },
  ]);
});
