import { describe, expect, test } from 'vitest';
import { later } from '../operation/operation.fixture.ts';
import { NotAnEvent, readDelivery } from './delivery.ts';
import { busEventWith, deliveryWith, nativeEventWith, recordWith } from './record.fixture.ts';

test('a delivery tells when its message was sent, how often it came, and which check it is', () => {
  const record = recordWith(busEventWith(), {
    messageId: 'm',
    sentAt: later(-7),
    receiveCount: 3,
    checkId: 'check',
  });

  expect(readDelivery(record)).toMatchObject({
    messageId: 'm',
    receiptHandle: 'receipt-of-m',
    sentAt: later(-7),
    receiveCount: 3,
    checkId: 'check',
    native: undefined,
  });
});

describe('an event is known by', () => {
  const detail = { metadata: { event_id: 'its-own' } };

  test('the id that it carries, if it is one of ours', () => {
    expect(deliveryWith({ detail }).eventId).toBe('its-own');
  });

  test('the bus’s id, if it is somebody else’s or carries none', () => {
    expect(deliveryWith({ detail: { metadata: 'none' } }).eventId).toBe('bus-event');
    expect(deliveryWith({ source: 'aurora-restore.request', detail }).eventId).toBe('bus-event');
    expect(deliveryWith({ source: 'aws.rds', detail }).eventId).toBe('bus-event');
  });
});

test('an event of RDS’s own is read as one', () => {
  const { native } = readDelivery(recordWith(nativeEventWith({ id: 'copy' })));

  expect(native).toMatchObject({ id: 'native-event', detail: { SourceIdentifier: 'copy' } });
});

test.each([
  ['text', 'hello'],
  ['nothing', ''],
  ['a number', 7],
  ['an object that is no event', { detail: {} }],
  ['an event whose detail is no object', busEventWith({ detail: 'text' })],
])('%s is not an event', (_, body) => {
  const attempt = () => readDelivery(recordWith(body, { messageId: 'm' }));

  expect(attempt).toThrow(NotAnEvent);
  expect(attempt).toThrow('message m is not an event');
});
