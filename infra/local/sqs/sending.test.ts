import { expect, test } from 'vitest';
import { bodies, startSqs } from './sqs.fixture.ts';

test('the trace header of the call travels with the message', async () => {
  const { queue, call, receive } = startSqs();
  const QueueUrl = await queue('orders');

  await call('SendMessage', { QueueUrl, MessageBody: 'x' }, { traceHeader: 'Root=1-call' });
  const [message] = await receive('orders', { MessageSystemAttributeNames: ['AWSTraceHeader'] });

  expect(message?.Attributes).toEqual({ AWSTraceHeader: 'Root=1-call' });
});

test('a trace header in the message outweighs that of the call', async () => {
  const { queue, call, receive } = startSqs();
  const QueueUrl = await queue('orders');
  const header = { DataType: 'String', StringValue: 'Root=1-message' };

  const sent = await call(
    'SendMessage',
    { QueueUrl, MessageBody: 'x', MessageSystemAttributes: { AWSTraceHeader: header } },
    { traceHeader: 'Root=1-call' },
  );
  const [message] = await receive('orders', { MessageSystemAttributeNames: ['All'] });

  expect(message?.Attributes?.AWSTraceHeader).toBe('Root=1-message');
  expect(sent.MD5OfMessageSystemAttributes).toMatch(/^[0-9a-f]{32}$/);
});

test.each([
  ['no body', { MessageBody: '' }, 'MissingParameter', 'MessageBody'],
  ['a control character', { MessageBody: '\u0001' }, 'InvalidMessageContents', 'characters'],
  ['more than 1 MiB', { MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue', 'shorter'],
  ['a delay over 900 seconds', { DelaySeconds: 901 }, 'InvalidParameterValue', 'DelaySeconds'],
  ['a message group', { MessageGroupId: 'g' }, 'UnsupportedOperation', 'MessageGroupId'],
  [
    'an attribute of unknown type',
    { MessageAttributes: { colour: { DataType: 'Colour', StringValue: 'red' } } },
    'InvalidParameterValue',
    "'colour'",
  ],
  [
    'an empty attribute',
    { MessageAttributes: { colour: { DataType: 'String', StringValue: '' } } },
    'InvalidParameterValue',
    'non-empty',
  ],
  [
    'a reserved attribute name',
    { MessageAttributes: { 'AWS.colour': { DataType: 'String', StringValue: 'red' } } },
    'InvalidParameterValue',
    'AWS.colour',
  ],
  [
    'eleven attributes',
    {
      MessageAttributes: Object.fromEntries(
        [...'abcdefghijk'].map((name) => [name, { DataType: 'String', StringValue: 'x' }]),
      ),
    },
    'InvalidParameterValue',
    'exceeds the allowed maximum [10]',
  ],
])('a message with %s is refused', async (_, message, code, named) => {
  const { queue, send } = startSqs();
  await queue('orders');

  const sending = send('orders', 'x', message);

  await expect(sending).rejects.toMatchObject({ code, message: expect.stringContaining(named) });
});

test('attributes count against the size of a message', async () => {
  const { queue, send } = startSqs();
  await queue('orders', { MaximumMessageSize: '1024' });
  const note = { DataType: 'String', StringValue: 'x'.repeat(20) };

  await expect(send('orders', 'x'.repeat(1024))).resolves.toBeDefined();
  const larger = send('orders', 'x'.repeat(1000), { MessageAttributes: { note } });

  await expect(larger).rejects.toMatchObject({ code: 'InvalidParameterValue' });
});

test('a delay hides a message: that of the message before that of the queue', async () => {
  const { queue, send, receive, clock } = startSqs();
  await queue('orders', { DelaySeconds: '60', VisibilityTimeout: '43200' });
  await send('orders', 'by queue');
  await send('orders', 'by message', { DelaySeconds: 900 });
  await send('orders', 'at once', { DelaySeconds: 0 });

  const atOnce = await receive('orders');
  clock.advance(60_000);
  const afterAMinute = await receive('orders');
  clock.advance(840_000);
  const afterAQuarter = await receive('orders');

  expect(bodies(atOnce)).toEqual(['at once']);
  expect(bodies(afterAMinute)).toEqual(['by queue']);
  expect(bodies(afterAQuarter)).toEqual(['by message']);
});

test('a fault loses, doubles or delays what enters a queue, and the sender does not notice', async () => {
  const { queue, send, receive, clock } = startSqs((crossing) => {
    if (crossing.boundary !== 'message' || crossing.queue !== 'orders') return [];
    if (crossing.body === 'lost') return [{ kind: 'drop' }];
    if (crossing.body === 'doubled') return [{ kind: 'repeat', times: 1 }];
    return [{ kind: 'delay', ms: 1000 }];
  });
  await queue('orders');
  for (const body of ['lost', 'doubled', 'late']) await send('orders', body);

  const atOnce = await receive('orders');
  clock.advance(1000);
  const later = await receive('orders');

  expect(bodies(atOnce)).toEqual(['doubled', 'doubled']);
  expect(atOnce[0]?.MessageId).toBe(atOnce[1]?.MessageId);
  expect(bodies(later)).toEqual(['late']);
});
