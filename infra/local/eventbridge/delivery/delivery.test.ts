import { describe, expect, it } from 'vitest';
import type { Fault } from '../../faults.ts';
import { ServiceError } from '../../service.ts';
import {
  ACCOUNT,
  entry,
  OTHER_ACCOUNT,
  queueArn,
  REGION,
  testEnvironment,
} from '../eventbridge.fixture.ts';

const unavailable = new ServiceError('ServiceUnavailable', 'Come back later.', 503);
const denied = new ServiceError('AccessDenied', 'Not for you.', 403);
const RULES = `arn:aws:events:${REGION}:${ACCOUNT}:rule`;
const ROLES = `arn:aws:iam::${ACCOUNT}:role`;
const bus = (name: string, account = ACCOUNT) =>
  `arn:aws:events:${REGION}:${account}:event-bus/${name}`;

/** A rule for everything from the shop with one target, and a dead-letter queue. */
async function delivering(target: object = {}, environment = testEnvironment()) {
  const { call } = environment;
  const queue = environment.newQueue('orders');
  const dead = environment.newQueue('dead');
  await call('PutRule', { Name: 'orders', EventPattern: '{"source":["shop"]}' });
  await call('PutTargets', {
    Rule: 'orders',
    Targets: [{ Id: 'queue', Arn: queue.arn, DeadLetterConfig: { Arn: dead.arn }, ...target }],
  });
  const put = async (members: object = {}) => {
    await call('PutEvents', { Entries: [entry(members)] });
    await environment.clock.idle();
  };
  /** Lets time pass, timer by timer. */
  const pass = async (ms: number) => {
    const end = environment.clock.now() + ms;
    for (let next = environment.clock.next(); next && next <= end; ) {
      environment.clock.advance(Math.max(0, next - environment.clock.now()));
      await environment.clock.idle();
      next = environment.clock.next();
    }
  };
  const attributes = () =>
    dead.deliveries.map(({ attributes = {} }) =>
      Object.fromEntries(
        Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue]),
      ),
    );
  return { ...environment, queue, dead, put, pass, attributes };
}

describe('a target that fails', () => {
  it('gets the event again until it takes it', async () => {
    const { queue, dead, put, pass } = await delivering();
    queue.refuse(unavailable, 2);

    await put();
    await pass(60_000);

    expect(queue.attempts).toBe(3);
    expect(queue.deliveries).toHaveLength(1);
    expect(dead.deliveries).toHaveLength(0);
  });

  it('waits twice as long before each retry', async () => {
    const { queue, put, clock } = await delivering();
    queue.refuse(unavailable);
    const waits: number[] = [];

    await put();
    for (let retry = 0; retry < 11; retry += 1) {
      const wait = (clock.next() ?? 0) - clock.now();
      waits.push(Math.round(wait / 1000));
      clock.advance(wait);
      await clock.idle();
    }
    clock.stop();

    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 480, 480]);
  });

  it('loses the event to the dead-letter queue after the last retry', async () => {
    const { queue, dead, put, pass, attributes } = await delivering({
      RetryPolicy: { MaximumRetryAttempts: 2 },
      Input: '"changed"',
    });
    queue.refuse(unavailable);

    await put();
    await pass(60_000);

    expect(queue.attempts).toBe(3);
    expect(dead.bodies).toEqual([
      expect.objectContaining({ source: 'shop', detail: { order: 1 } }),
    ]);
    expect(dead.deliveries[0]?.from.sourceArn).toBe(
      `arn:aws:events:${REGION}:${ACCOUNT}:rule/orders`,
    );
    expect(attributes()).toEqual([
      {
        RULE_ARN: `arn:aws:events:${REGION}:${ACCOUNT}:rule/orders`,
        TARGET_ARN: queue.arn,
        ERROR_CODE: 'ERROR_FROM_TARGET',
        ERROR_MESSAGE: 'Come back later.',
        RETRY_ATTEMPTS: '2',
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      },
    ]);
  });

  it('loses the event to the dead-letter queue when it is too old', async () => {
    const { queue, put, pass, attributes } = await delivering({
      RetryPolicy: { MaximumEventAgeInSeconds: 60 },
    });
    queue.refuse(unavailable);

    await put();
    await pass(3_600_000);

    expect(queue.attempts).toBe(6);
    expect(attributes()).toMatchObject([
      { RETRY_ATTEMPTS: '5', EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' },
    ]);
  });

  it('is tried 185 times within a day by default', async () => {
    const { queue, put, pass, attributes } = await delivering();
    queue.refuse(unavailable);

    await put();
    await pass(86_400_000);

    expect(queue.attempts).toBe(186);
    expect(attributes()).toMatchObject([
      { RETRY_ATTEMPTS: '185', EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts' },
    ]);
  });

  it.each([
    ['a refusal', denied, 'NO_PERMISSIONS'],
    ['a missing queue', new ServiceError('QueueDoesNotExist', 'Gone.'), 'NO_RESOURCE'],
    ['a bad request', new ServiceError('InvalidParameterValue', 'What?'), 'SDK_CLIENT_ERROR'],
  ])('with %s is not tried again', async (_, refusal, code) => {
    const { queue, put, attributes, clock } = await delivering();
    queue.refuse(refusal);

    await put();

    expect(clock.next()).toBeUndefined();
    expect(queue.attempts).toBe(1);
    expect(attributes()).toEqual([
      expect.objectContaining({ ERROR_CODE: code, RETRY_ATTEMPTS: '0' }),
    ]);
    expect(attributes()[0]).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  it('that does not exist is not tried again', async () => {
    const { put, attributes } = await delivering({ Arn: queueArn('nowhere') });

    await put();

    expect(attributes()).toMatchObject([{ ERROR_CODE: 'NO_RESOURCE' }]);
  });

  it('without a dead-letter queue loses the event, and the log tells', async () => {
    const { queue, put, log } = await delivering({ DeadLetterConfig: undefined });
    queue.refuse(denied);

    await put();

    expect(log).toEqual([expect.stringMatching(/NO_PERMISSIONS, Not for you\. Dropped\.$/)]);
  });

  it('loses the event if the dead-letter queue refuses it, and the log tells', async () => {
    const { queue, dead, put, log } = await delivering();
    queue.refuse(denied);
    dead.refuse(denied);

    await put();

    expect(log).toEqual([expect.stringContaining('Dropped, for')]);
  });
});

describe('faults', () => {
  const withFaults = (fault: Fault) =>
    testEnvironment({
      faults: ({ boundary }) => (boundary === 'event' ? [fault] : []),
    });

  it('drop an event on its way to a target', async () => {
    const { queue, put } = await delivering({}, withFaults({ kind: 'drop' }));

    await put();

    expect(queue.deliveries).toEqual([]);
  });

  it('repeat an event on its way to a target', async () => {
    const { queue, put } = await delivering({}, withFaults({ kind: 'repeat', times: 2 }));

    await put();

    expect(queue.bodies).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ id: 'id-1' })),
    );
  });

  it('delay an event on its way to a target', async () => {
    const { queue, put, pass } = await delivering({}, withFaults({ kind: 'delay', ms: 5000 }));

    await put();
    const before = queue.deliveries.length;
    await pass(5000);

    expect([before, queue.deliveries.length]).toEqual([0, 1]);
  });
});

describe('an event bus as a target', () => {
  async function forwarding(to: string) {
    const environment = await delivering({ Arn: to });
    const far = environment.newQueue('far');
    const account = to.split(':')[4];
    const name = to.split('/')[1];
    if (name !== 'default') await environment.call('CreateEventBus', { Name: name }, account);
    const there = { EventBusName: name };
    await environment.call(
      'PutRule',
      { Name: 'far', ...there, EventPattern: '{"source":["shop"]}' },
      account,
    );
    const Targets = [{ Id: 'far', Arn: far.arn }];
    await environment.call('PutTargets', { Rule: 'far', ...there, Targets }, account);
    const { dead } = environment;
    const target = { Id: 'queue', Arn: to, DeadLetterConfig: { Arn: dead.arn } };
    const sendBy = (RoleArn: string) =>
      environment.call('PutTargets', { Rule: 'orders', Targets: [{ ...target, RoleArn }] });
    return { ...environment, far, sendBy };
  }

  it('routes the event as it is', async () => {
    const { far, put } = await forwarding(bus('copies'));

    await put();

    expect(far.bodies).toEqual([expect.objectContaining({ id: 'id-1', account: ACCOUNT })]);
    expect(far.deliveries[0]?.from.sourceArn).toContain('rule/copies/far');
  });

  const there = bus('default', OTHER_ACCOUNT);
  const puts = { Effect: 'Allow', Action: 'events:PutEvents', Resource: there };
  const admitting = (Condition: object) => ({
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Sid: 'shop',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'events:PutEvents',
        Resource: there,
        Condition,
      },
    }),
  });

  it('in another account must allow it', async () => {
    const { far, put, call, attributes, newRole, sendBy } = await forwarding(there);
    await sendBy(newRole('sender', [puts]));

    await put();
    await call(
      'PutPermission',
      { StatementId: 'shop', Action: 'events:PutEvents', Principal: ACCOUNT },
      OTHER_ACCOUNT,
    );
    await put();

    expect(attributes()).toMatchObject([{ ERROR_CODE: 'NO_PERMISSIONS' }]);
    expect(far.bodies).toEqual([expect.objectContaining({ id: 'id-2', account: ACCOUNT })]);
  });

  it.each<[by: string, Condition: object, arrives: boolean]>([
    ['its rule', { ArnEquals: { 'aws:SourceArn': `${RULES}/orders` } }, true],
    ['another rule', { ArnEquals: { 'aws:SourceArn': `${RULES}/other` } }, false],
    ['its role', { ArnLike: { 'aws:PrincipalArn': `${ROLES}/sen*` } }, true],
    ['another role', { ArnLike: { 'aws:PrincipalArn': `${ROLES}/other` } }, false],
    ['its source', { StringEquals: { 'events:source': 'shop' } }, true],
    ['another source', { StringEquals: { 'events:source': 'aws.rds' } }, false],
  ])('in another account may allow it by %s', async (_, Condition, arrives) => {
    const { far, put, call, newRole, sendBy } = await forwarding(there);
    await sendBy(newRole('sender', [puts]));
    await call('PutPermission', admitting(Condition), OTHER_ACCOUNT);

    await put();

    expect(far.deliveries).toHaveLength(arrives ? 1 : 0);
  });

  it.each<[string, statements: readonly object[], service?: string]>([
    ['may do nothing', []],
    ['may put events elsewhere', [{ ...puts, Resource: bus('copies') }]],
    ['may not', [puts, { ...puts, Effect: 'Deny' }]],
    ['EventBridge may not assume', [puts], 'lambda.amazonaws.com'],
  ])('is not reached by a role that %s', async (_, statements, service) => {
    const { far, put, call, attributes, newRole, sendBy } = await forwarding(there);
    await call('PutPermission', admitting({}), OTHER_ACCOUNT);
    await sendBy(newRole('sender', statements, service));

    await put();

    expect(far.deliveries).toEqual([]);
    expect(attributes()).toMatchObject([{ ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: '0' }]);
  });

  it.each([
    ['another account', there],
    ['another region', `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/default`],
  ])('in %s is not reached without a role', async (_, to) => {
    const { put, call, attributes } = await forwarding(to);
    await call('PutPermission', admitting({}), OTHER_ACCOUNT);

    await put();

    expect(attributes()).toMatchObject([{ ERROR_CODE: 'NO_PERMISSIONS' }]);
  });

  it('does not send the event on to a third one', async () => {
    const { far, put, call, attributes, dead } = await forwarding(bus('copies'));
    await call('PutTargets', {
      Rule: 'far',
      EventBusName: 'copies',
      Targets: [{ Id: 'far', Arn: bus('default'), DeadLetterConfig: { Arn: dead.arn } }],
    });

    await put();

    expect(far.deliveries).toEqual([]);
    expect(attributes()).toMatchObject([{ ERROR_CODE: 'THIRD_REGION_HOP_DETECTED' }]);
  });

  it('that does not exist sends the event to the dead-letter queue', async () => {
    const { put, attributes } = await delivering({ Arn: bus('nowhere') });

    await put();

    expect(attributes()).toMatchObject([{ ERROR_CODE: 'NO_RESOURCE' }]);
  });
});
