import type { SQSRecord } from 'aws-lambda';
import { NOW } from '../operation/operation.fixture.ts';
import { type Delivery, readDelivery } from './delivery.ts';

/** What stands in a queue's message, as EventBridge puts it there. */
export const busEventWith = (overrides: object = {}): Record<string, unknown> => ({
  version: '0',
  id: 'bus-event',
  source: 'aurora-restore',
  'detail-type': 'WorkStarted',
  time: '2026-03-01T11:59:59Z',
  region: 'eu-west-1',
  resources: [],
  detail: {},
  ...overrides,
});

export const recordWith = (
  body: unknown,
  overrides: { messageId?: string; checkId?: string; sentAt?: Date; receiveCount?: number } = {},
): SQSRecord => {
  const { messageId = 'message', checkId, sentAt = NOW, receiveCount = 1 } = overrides;
  return {
    messageId,
    receiptHandle: `receipt-of-${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt.getTime()),
      SenderId: 'events',
      ApproximateFirstReceiveTimestamp: String(NOW.getTime()),
    },
    messageAttributes:
      checkId === undefined ? {} : { check_id: { dataType: 'String', stringValue: checkId } },
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:aurora-restore-check-work',
    awsRegion: 'eu-west-1',
  };
};

export const deliveryWith = (
  body: object,
  overrides?: Parameters<typeof recordWith>[1],
): Delivery => readDelivery(recordWith(busEventWith(body), overrides));

/** An event of RDS's own, in the shape of the Aurora User Guide's examples. */
export const nativeEventWith = ({ id = 'copy', date = NOW, ...detail } = {}) =>
  busEventWith({
    id: 'native-event',
    source: 'aws.rds',
    'detail-type': 'RDS DB Cluster Snapshot Event',
    time: `${date.toISOString().slice(0, 19)}Z`,
    detail: {
      EventCategories: ['backup'],
      SourceType: 'CLUSTER_SNAPSHOT',
      SourceArn: `arn:aws:rds:eu-west-1:000000000000:cluster-snapshot:${id}`,
      Date: date.toISOString(),
      SourceIdentifier: id,
      Message: 'Manual cluster snapshot created',
      EventID: 'RDS-EVENT-0075',
      ...detail,
    },
  });
