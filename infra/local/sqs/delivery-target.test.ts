import { expect, test } from 'vitest';
import type { Delivery } from '../service.ts';
import { ACCOUNT, arnOf, bodies, startSqs, urlOf } from './sqs.fixture.ts';

const rule = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/bus/rule`;
const from: Delivery['from'] = { service: 'events.amazonaws.com', sourceArn: rule };

const allow = (service: string, sourceArn: string) => ({
  Policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sqs:SendMessage',
        Resource: arnOf('orders'),
        Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
      },
    ],
  }),
});

test('a service that the queue policy allows delivers, with the delay of the queue', async () => {
  const { queue, findTarget, receive, clock } = startSqs();
  await queue('orders', { ...allow(from.service, rule), DelaySeconds: '5' });
  const attributes = { RULE: { DataType: 'String', StringValue: 'rule' } };

  await findTarget(arnOf('orders'))?.deliver({ body: '{}', from, attributes });
  const early = await receive('orders');
  clock.advance(5000);
  const [message] = await receive('orders', {
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['SenderId'],
  });

  expect(early).toEqual([]);
  expect(message).toMatchObject({
    Body: '{}',
    MessageAttributes: attributes,
    Attributes: { SenderId: 'events.amazonaws.com' },
  });
});

test.each([
  ['has no policy', {}],
  ['allows another service', allow('sns.amazonaws.com', rule)],
  ['allows another source', allow(from.service, `${rule}-other`)],
])('a queue that %s refuses the delivery', async (_, policy) => {
  const { queue, findTarget, receive } = startSqs();
  await queue('orders', policy);

  const delivery = findTarget(arnOf('orders'))?.deliver({ body: '{}', from });

  await expect(delivery).rejects.toMatchObject({
    code: 'AccessDenied',
    message: expect.stringContaining('events.amazonaws.com'),
  });
  expect(await receive('orders')).toEqual([]);
});

test('a queue that is not there is no target, and one deleted meanwhile refuses', async () => {
  const { queue, findTarget, call } = startSqs();
  const QueueUrl = await queue('orders', allow(from.service, rule));
  const target = findTarget(arnOf('orders'));
  await call('DeleteQueue', { QueueUrl });

  expect(findTarget(arnOf('orders'))).toBeUndefined();
  await expect(target?.deliver({ body: '{}', from })).rejects.toMatchObject({
    code: 'QueueDoesNotExist',
  });
});

const role = (accountId: string) => ({
  accountId,
  principal: {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/sender/s`,
    roleArn: `arn:aws:iam::${accountId}:role/sender`,
  },
});

test('a queue policy that denies stops a role of its own account', async () => {
  const { queue, call } = startSqs();
  const Statement = { Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
  const QueueUrl = await queue('orders', { Policy: JSON.stringify({ Statement }) });

  const sending = call('SendMessage', { QueueUrl, MessageBody: 'x' }, role(ACCOUNT));

  await expect(sending).rejects.toMatchObject({ code: 'AccessDenied', status: 403 });
});

test('a role of another account needs the queue policy, one of the same account does not', async () => {
  const { queue, call, receive } = startSqs();
  const stranger = '444455556666';
  const Statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${stranger}:root` },
    Action: 'sqs:SendMessage',
    Resource: arnOf('open'),
  };
  await queue('closed');
  await queue('open', { Policy: JSON.stringify({ Statement }) });
  const send = (name: string, accountId: string) =>
    call('SendMessage', { QueueUrl: urlOf(name), MessageBody: accountId }, role(accountId));

  await send('closed', ACCOUNT);
  await send('open', stranger);
  await expect(send('closed', stranger)).rejects.toMatchObject({ code: 'AccessDenied' });

  expect(bodies(await receive('closed'))).toEqual([ACCOUNT]);
  expect(bodies(await receive('open'))).toEqual([stranger]);
});
