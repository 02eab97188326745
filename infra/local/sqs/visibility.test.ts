import { expect, test } from 'vitest';
import { startSqs } from './sqs.fixture.ts';

test('a received message is hidden until its visibility timeout is over', async () => {
  const { queue, send, receive, clock } = startSqs();
  await queue('orders', { VisibilityTimeout: '30' });
  await send('orders', 'x');

  const [first] = await receive('orders');
  clock.advance(29_999);
  const tooEarly = await receive('orders');
  clock.advance(1);
  const [second] = await receive('orders', {
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
  });

  expect(tooEarly).toEqual([]);
  expect(second).toMatchObject({
    MessageId: first?.MessageId,
    Attributes: { ApproximateReceiveCount: '2' },
  });
  expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
});

test('a receiver can ask for another visibility timeout', async () => {
  const { queue, send, receive, clock } = startSqs();
  await queue('orders');
  await send('orders', 'x');

  await receive('orders', { VisibilityTimeout: 5 });
  clock.advance(5000);

  expect(await receive('orders')).toHaveLength(1);
});

test('a deleted message does not come back, and may be deleted again', async () => {
  const { queue, send, receive, call, clock } = startSqs();
  const QueueUrl = await queue('orders');
  await send('orders', 'x');
  const [message] = await receive('orders');

  await call('DeleteMessage', { QueueUrl, ReceiptHandle: message?.ReceiptHandle });
  await call('DeleteMessage', { QueueUrl, ReceiptHandle: message?.ReceiptHandle });
  clock.advance(30_000);

  expect(await receive('orders')).toEqual([]);
});

test('a handle still deletes after the visibility timeout, as long as nobody else received', async () => {
  const { queue, send, receive, call, clock } = startSqs();
  const QueueUrl = await queue('orders');
  await send('orders', 'x');
  const [message] = await receive('orders');
  clock.advance(30_000);

  await call('DeleteMessage', { QueueUrl, ReceiptHandle: message?.ReceiptHandle });

  expect(await receive('orders')).toEqual([]);
});

test('deleting with a superseded handle succeeds and deletes nothing', async () => {
  const { queue, send, receive, call, clock } = startSqs();
  const QueueUrl = await queue('orders');
  await send('orders', 'x');
  const [first] = await receive('orders');
  clock.advance(30_000);
  await receive('orders');

  await call('DeleteMessage', { QueueUrl, ReceiptHandle: first?.ReceiptHandle });
  clock.advance(30_000);

  expect(await receive('orders')).toHaveLength(1);
});

test('a handle that this queue never gave is invalid', async () => {
  const { queue, send, receive, call } = startSqs();
  const QueueUrl = await queue('orders');
  await queue('other');
  await send('other', 'x');
  const [foreign] = await receive('other');

  for (const ReceiptHandle of ['made-up', foreign?.ReceiptHandle])
    await expect(call('DeleteMessage', { QueueUrl, ReceiptHandle })).rejects.toMatchObject({
      code: 'ReceiptHandleIsInvalid',
    });
});

test('the visibility of a message in flight can be prolonged and ended', async () => {
  const { queue, send, receive, call, clock } = startSqs();
  const QueueUrl = await queue('orders');
  await send('orders', 'x');
  const [{ ReceiptHandle } = {}] = await receive('orders');
  const change = (VisibilityTimeout: number) =>
    call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout });

  await change(100);
  clock.advance(99_999);
  const stillHidden = await receive('orders');
  await change(0);

  expect(stillHidden).toEqual([]);
  expect(await receive('orders')).toHaveLength(1);
});

test('the visibility of a message that is not in flight cannot be changed', async () => {
  const { queue, send, receive, call, clock } = startSqs();
  const QueueUrl = await queue('orders');
  await send('orders', 'x');
  const [{ ReceiptHandle } = {}] = await receive('orders');
  const change = () =>
    call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 10 });

  clock.advance(30_000);
  await expect(change()).rejects.toMatchObject({ code: 'MessageNotInflight' });
  await call('DeleteMessage', { QueueUrl, ReceiptHandle });

  await expect(change()).rejects.toMatchObject({
    code: 'InvalidParameterValue',
    message: expect.stringContaining('not available for visibility timeout change'),
  });
});

test('a message cannot be hidden for more than twelve hours after its receive', async () => {
  const { queue, send, receive, call, clock } = startSqs();
  const QueueUrl = await queue('orders', { VisibilityTimeout: '43200' });
  await send('orders', 'x');
  const [{ ReceiptHandle } = {}] = await receive('orders');
  clock.advance(3_600_000);

  const change = call('ChangeMessageVisibility', {
    QueueUrl,
    ReceiptHandle,
    VisibilityTimeout: 43_000,
  });

  await expect(change).rejects.toMatchObject({
    code: 'InvalidParameterValue',
    message: expect.stringContaining('Total VisibilityTimeout'),
  });
});
