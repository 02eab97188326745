import { expect, test } from 'vitest';
import { ACCOUNT, arnOf } from '../sqs/sqs.fixture.ts';
import { startSns, text, topicArnOf } from './sns.fixture.ts';

test('a published message is in the inbox with the mails it led to', async () => {
  const { topic, subscribe, publish, inbox, clock } = startSns();
  await topic('alarms');
  await subscribe('email', 'a@example.com');
  const MessageAttributes = { severity: text('high') };

  const { MessageId } = await publish('It broke.', { Subject: 'Alarm', MessageAttributes });

  expect(inbox()).toEqual([
    {
      topicArn: topicArnOf('alarms'),
      messageId: MessageId,
      time: clock.date(),
      subject: 'Alarm',
      message: 'It broke.',
      attributes: MessageAttributes,
      emails: [{ to: 'a@example.com', subject: 'Alarm', text: 'It broke.' }],
      undelivered: [],
    },
  ]);
});

test('a message without subscribers is in the inbox, too', async () => {
  const { topic, publish, inbox } = startSns();
  await topic('alarms');

  await publish('Nobody hears.');

  expect(inbox()).toMatchObject([{ message: 'Nobody hears.', emails: [] }]);
});

test('a mail without a subject gets that of AWS, and email-json the whole notification', async () => {
  const { topic, subscribe, publish, inbox } = startSns();
  await topic('alarms');
  await subscribe('email-json', 'a@example.com');

  await publish('It broke.');
  const [mail] = inbox()[0]?.emails ?? [];

  expect(mail?.subject).toBe('AWS Notification Message');
  expect(JSON.parse(mail?.text ?? '')).toMatchObject({ Message: 'It broke.' });
});

test('a queue gets a notification around the message', async () => {
  const { topic, queue, subscribe, publish, sqs, clock } = startSns();
  await topic('alarms');
  await queue('orders');
  await subscribe('sqs', arnOf('orders'));

  const { MessageId } = await publish('hello', {
    Subject: 'Alarm',
    MessageAttributes: {
      colour: text('red'),
      key: { DataType: 'Binary', BinaryValue: Buffer.from('hi') },
    },
  });
  const [message] = await sqs.receive('orders');

  expect(JSON.parse(message?.Body ?? '')).toEqual({
    Type: 'Notification',
    MessageId,
    TopicArn: topicArnOf('alarms'),
    Subject: 'Alarm',
    Message: 'hello',
    Timestamp: clock.date().toISOString(),
    MessageAttributes: {
      colour: { Type: 'String', Value: 'red' },
      key: { Type: 'Binary', Value: 'aGk=' },
    },
  });
});

test('with raw delivery a queue gets the message and its attributes as they are', async () => {
  const { topic, queue, subscribe, publish, sqs } = startSns();
  await topic('alarms');
  await queue('orders');
  await subscribe('sqs', arnOf('orders'), { RawMessageDelivery: 'true' });

  await publish('hello', { MessageAttributes: { colour: text('red') } });
  const [message] = await sqs.receive('orders', { MessageAttributeNames: ['All'] });

  expect(message).toMatchObject({ Body: 'hello', MessageAttributes: { colour: text('red') } });
});

test('a queue that refuses does not fail the publisher, and the inbox tells why', async () => {
  const { topic, sqs, subscribe, publish, inbox } = startSns();
  await topic('alarms');
  await sqs.queue('closed');
  await subscribe('sqs', arnOf('closed'));
  await subscribe('sqs', arnOf('nowhere'));

  await publish('hello');

  expect(inbox()[0]?.undelivered).toEqual([
    { endpoint: arnOf('closed'), reason: expect.stringContaining('not authorized') },
    { endpoint: arnOf('nowhere'), reason: expect.stringContaining('does not exist') },
  ]);
});

test('what a queue refuses goes to the dead-letter queue of the subscription', async () => {
  const { topic, queue, subscribe, publish, sqs } = startSns();
  await topic('alarms');
  await queue('dead');
  await subscribe('sqs', arnOf('nowhere'), {
    RawMessageDelivery: 'true',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead') }),
  });

  await publish('hello');

  expect(sqs.inspect('dead')?.messages).toMatchObject([{ body: 'hello' }]);
});

test('a filtered subscription gets only what its policy accepts', async () => {
  const { topic, subscribe, publish, inbox } = startSns();
  await topic('alarms');
  await subscribe('email', 'a@example.com', {
    FilterPolicy: JSON.stringify({ severity: ['high'] }),
  });

  await publish('low', { MessageAttributes: { severity: text('low') } });
  await publish('high', { MessageAttributes: { severity: text('high') } });

  expect(inbox().map(({ emails }) => emails.length)).toEqual([0, 1]);
});

test('a structured message differs by protocol', async () => {
  const { topic, queue, subscribe, publish, inbox, sqs } = startSns();
  await topic('alarms');
  await queue('orders');
  await subscribe('email', 'a@example.com');
  await subscribe('sqs', arnOf('orders'), { RawMessageDelivery: 'true' });

  await publish(JSON.stringify({ default: 'all', email: 'Dear all' }), {
    MessageStructure: 'json',
  });

  expect(inbox()).toMatchObject([{ message: 'all', emails: [{ text: 'Dear all' }] }]);
  expect(sqs.inspect('orders')?.messages).toMatchObject([{ body: 'all' }]);
});

test('a structured message comes without its attributes, and filter policies see none', async () => {
  const { topic, queue, subscribe, publish, inbox, sqs } = startSns();
  await topic('alarms');
  await queue('all');
  await queue('raw');
  await subscribe('sqs', arnOf('all'));
  await subscribe('sqs', arnOf('raw'), { RawMessageDelivery: 'true' });
  const filter = (policy: object) => ({ FilterPolicy: JSON.stringify(policy) });
  await subscribe('email', 'high@example.com', filter({ severity: ['high'] }));
  await subscribe('email', 'none@example.com', filter({ severity: [{ exists: false }] }));

  await publish(JSON.stringify({ default: 'hello' }), {
    MessageStructure: 'json',
    MessageAttributes: { severity: text('high') },
  });
  const [whole] = await sqs.receive('all');
  const [raw] = await sqs.receive('raw', { MessageAttributeNames: ['All'] });

  expect(JSON.parse(whole?.Body ?? '')).not.toHaveProperty('MessageAttributes');
  expect(raw).toMatchObject({ Body: 'hello' });
  expect(raw?.MessageAttributes).toBeUndefined();
  expect(inbox()).toMatchObject([{ attributes: {}, emails: [{ to: 'none@example.com' }] }]);
});

test.each([
  ['a subject of 100 characters', { Subject: 'x'.repeat(100) }, 'Subject'],
  ['a line break in its subject', { Subject: 'two\nlines' }, 'Subject'],
  ['an empty subject', { Subject: '' }, 'Subject'],
  ['no text', { Message: '' }, 'Empty message'],
  ['more than 256 KiB', { Message: 'x'.repeat(262_145) }, 'Message too long'],
  ['a phone number', { PhoneNumber: '+491701234567' }, 'phone number'],
  ['no default text', { Message: '{}', MessageStructure: 'json' }, 'No default entry'],
  ['broken JSON', { Message: '{', MessageStructure: 'json' }, 'failed to parse'],
  ['a message group', { MessageGroupId: 'g' }, 'MessageGroupId'],
])('a message with %s is refused', async (_, message, named) => {
  const { topic, publish, inbox } = startSns();
  await topic('alarms');

  await expect(publish('x', message)).rejects.toMatchObject({
    code: 'InvalidParameter',
    message: expect.stringContaining(named),
  });
  expect(inbox()).toEqual([]);
});

test('a subject of 99 characters is fine', async () => {
  const { topic, publish } = startSns();
  await topic('alarms');

  await expect(publish('x', { Subject: 'x'.repeat(99) })).resolves.toBeDefined();
});

test('in a batch each message succeeds or fails by itself', async () => {
  const { topic, call, inbox } = startSns();
  const TopicArn = await topic('alarms');

  const published = await call('PublishBatch', {
    TopicArn,
    PublishBatchRequestEntries: [
      { Id: 'good', Message: 'a' },
      { Id: 'bad', Message: '' },
    ],
  });

  expect(published.Successful).toEqual([{ Id: 'good', MessageId: inbox()[0]?.messageId }]);
  expect(published.Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameter' }]);
});

test('a service publishes only to a topic whose policy lets it', async () => {
  const { topic, findTarget, inbox } = startSns();
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: topicArnOf('open'),
  };
  await topic('open', { Policy: JSON.stringify({ Statement }) });
  await topic('closed');
  const sourceArn = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/bus/rule`;
  const delivery = { body: '{}', from: { service: 'events.amazonaws.com', sourceArn } };

  await findTarget(topicArnOf('open'))?.deliver(delivery);
  await expect(findTarget(topicArnOf('closed'))?.deliver(delivery)).rejects.toMatchObject({
    code: 'AuthorizationError',
  });

  expect(inbox()).toMatchObject([{ topicArn: topicArnOf('open'), message: '{}' }]);
  expect(findTarget(topicArnOf('nowhere'))).toBeUndefined();
});
