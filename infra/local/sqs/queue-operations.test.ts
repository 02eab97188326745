import { expect, test } from 'vitest';
import { createSqs } from './create-sqs.ts';
import { ACCOUNT, arnOf, bodies, callOf, redriveTo, startSqs, urlOf } from './sqs.fixture.ts';

test('a queue has the URL of this machine, its account and its name', async () => {
  const { queue } = startSqs();

  const url = await queue('orders');

  expect(url).toBe(`http://127.0.0.1:4566/${ACCOUNT}/orders`);
});

test('a new queue has the defaults of AWS', async () => {
  const { queue, attributes } = startSqs();

  await queue('orders');

  expect(await attributes('orders')).toMatchObject({
    QueueArn: arnOf('orders'),
    VisibilityTimeout: '30',
    DelaySeconds: '0',
    MessageRetentionPeriod: '345600',
    MaximumMessageSize: '1048576',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
    ApproximateNumberOfMessages: '0',
  });
});

test('creating a queue again with the same attributes gives the same queue', async () => {
  const { queue, send, receive } = startSqs();
  await queue('orders', { VisibilityTimeout: '60' });
  await send('orders', 'kept');

  const again = await queue('orders', { VisibilityTimeout: '60' });

  expect(again).toBe(urlOf('orders'));
  expect(bodies(await receive('orders'))).toEqual(['kept']);
});

test('creating a queue again with another attribute is refused by name', async () => {
  const { queue } = startSqs();
  await queue('orders', { VisibilityTimeout: '60' });

  const again = queue('orders', { VisibilityTimeout: '90' });

  await expect(again).rejects.toMatchObject({
    code: 'QueueNameExists',
    message: expect.stringContaining('VisibilityTimeout'),
  });
});

test.each([
  ['a FIFO name', 'orders.fifo', {}, 'UnsupportedOperation', 'orders.fifo'],
  ['a FIFO attribute', 'orders', { FifoQueue: 'true' }, 'UnsupportedOperation', 'FifoQueue'],
  ['a bad name', 'or ders', {}, 'InvalidParameterValue', 'alphanumeric'],
  ['a long name', 'o'.repeat(81), {}, 'InvalidParameterValue', '80'],
  ['no name', '', {}, 'MissingParameter', 'QueueName'],
  ['an unknown attribute', 'orders', { Colour: 'red' }, 'InvalidAttributeName', 'Colour'],
  ['a delay too long', 'orders', { DelaySeconds: '901' }, 'InvalidAttributeValue', 'DelaySeconds'],
  ['a number in words', 'orders', { DelaySeconds: 'ten' }, 'InvalidAttributeValue', 'ten'],
  ['a broken policy', 'orders', { Policy: '{"Statement":1}' }, 'InvalidAttributeValue', 'Policy'],
  ['no JSON', 'orders', { RedrivePolicy: '{' }, 'InvalidAttributeValue', 'RedrivePolicy'],
])('a queue with %s is refused', async (_, name, attributes, code, named) => {
  const { queue } = startSqs();

  const creation = queue(name, { ...attributes });

  await expect(creation).rejects.toMatchObject({ code, message: expect.stringContaining(named) });
});

test('the name of a deleted queue is free again after a minute', async () => {
  const { queue, call, clock } = startSqs();
  await queue('orders');
  await call('DeleteQueue', { QueueUrl: urlOf('orders') });

  const atOnce = queue('orders');
  await expect(atOnce).rejects.toMatchObject({ code: 'QueueDeletedRecently' });
  clock.advance(60_000);
  const later = queue('orders');

  await expect(later).resolves.toBe(urlOf('orders'));
});

test('a queue that is not there is said to be missing', async () => {
  const { send, call } = startSqs();

  await expect(send('nowhere', 'x')).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
  await expect(call('GetQueueUrl', { QueueName: 'nowhere' })).rejects.toMatchObject({
    code: 'QueueDoesNotExist',
  });
});

test('what is no queue URL is refused', async () => {
  const { call } = startSqs();

  const receiving = call('ReceiveMessage', { QueueUrl: 'orders' });

  await expect(receiving).rejects.toMatchObject({ code: 'InvalidAddress' });
});

test('queues of the same name in another region or account are other queues', async () => {
  const { queue, send, call } = startSqs();
  await queue('orders');
  await call('CreateQueue', { QueueName: 'orders' }, { region: 'us-east-1' });
  await send('orders', 'here');

  const elsewhere = await call(
    'ReceiveMessage',
    { QueueUrl: urlOf('orders') },
    { region: 'us-east-1' },
  );
  const foreign = await call('ListQueues', {}, { accountId: '444455556666' });

  expect(elsewhere).toEqual({});
  expect(foreign.QueueUrls).toBeUndefined();
});

test('queues are listed by prefix and page by page', async () => {
  const { queue, call } = startSqs();
  for (const name of ['order-a', 'order-b', 'order-c', 'other']) await queue(name);

  const first = await call('ListQueues', { QueueNamePrefix: 'order', MaxResults: 2 });
  const second = await call('ListQueues', {
    QueueNamePrefix: 'order',
    MaxResults: 2,
    NextToken: first.NextToken,
  });

  expect(first.QueueUrls).toEqual([urlOf('order-a'), urlOf('order-b')]);
  expect(second).toEqual({ QueueUrls: [urlOf('order-c')], NextToken: undefined });
});

test('attributes that are set replace the old ones and keep the others', async () => {
  const { queue, call, attributes } = startSqs();
  await queue('orders', { VisibilityTimeout: '60', DelaySeconds: '5' });

  await call('SetQueueAttributes', {
    QueueUrl: urlOf('orders'),
    Attributes: { VisibilityTimeout: '90' },
  });

  expect(await attributes('orders')).toMatchObject({ VisibilityTimeout: '90', DelaySeconds: '5' });
});

test('a refused change of attributes changes nothing', async () => {
  const { queue, call, attributes } = startSqs();
  await queue('orders');

  const change = call('SetQueueAttributes', {
    QueueUrl: urlOf('orders'),
    Attributes: { DelaySeconds: '5', VisibilityTimeout: '43201' },
  });

  await expect(change).rejects.toMatchObject({ code: 'InvalidAttributeValue' });
  expect(await attributes('orders')).toMatchObject({ DelaySeconds: '0', VisibilityTimeout: '30' });
});

test('messages are counted as visible, in flight and delayed', async () => {
  const { queue, send, receive, attributes } = startSqs();
  await queue('orders');
  for (const body of ['a', 'b', 'c']) await send('orders', body);
  await send('orders', 'later', { DelaySeconds: 60 });

  await receive('orders', { MaxNumberOfMessages: 1 });

  expect(await attributes('orders')).toMatchObject({
    ApproximateNumberOfMessages: '2',
    ApproximateNumberOfMessagesNotVisible: '1',
    ApproximateNumberOfMessagesDelayed: '1',
  });
});

test('a purge empties the queue, once a minute', async () => {
  const { queue, send, call, attributes, clock } = startSqs();
  const QueueUrl = await queue('orders');
  await send('orders', 'gone');

  await call('PurgeQueue', { QueueUrl });

  expect(await attributes('orders')).toMatchObject({ ApproximateNumberOfMessages: '0' });
  await expect(call('PurgeQueue', { QueueUrl })).rejects.toMatchObject({
    code: 'PurgeQueueInProgress',
  });
  clock.advance(60_000);
  await expect(call('PurgeQueue', { QueueUrl })).resolves.toBeUndefined();
});

test('tags are added, listed and taken away', async () => {
  const { call } = startSqs();
  await call('CreateQueue', { QueueName: 'orders', tags: { team: 'dba' } });
  const QueueUrl = urlOf('orders');

  await call('TagQueue', { QueueUrl, Tags: { cost: '42', team: 'ops' } });
  await call('UntagQueue', { QueueUrl, TagKeys: ['cost'] });

  expect(await call('ListQueueTags', { QueueUrl })).toEqual({ Tags: { team: 'ops' } });
});

test('a dead-letter queue tells which queues it serves', async () => {
  const { queue, call } = startSqs();
  await queue('dead');
  await queue('orders', redriveTo('dead', 3));
  await queue('other');

  const { queueUrls } = await call('ListDeadLetterSourceQueues', { QueueUrl: urlOf('dead') });

  expect(queueUrls).toEqual([urlOf('orders')]);
});

test('an endpoint on another machine is never written into a queue URL', () => {
  const { clock } = startSqs();
  const { providers } = createSqs({
    clock,
    faults: () => [],
    accountId: ACCOUNT,
    region: 'eu-central-1',
    endpoint: () => 'https://sqs.eu-central-1.amazonaws.com',
  });

  const at = { ...callOf('sqs', ''), logicalId: 'Q', stackName: 's', asset: () => '' };

  expect(() => providers[0]?.create({}, at)).toThrow('must be on this machine');
});
