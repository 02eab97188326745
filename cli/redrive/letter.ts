import type { Message } from '@aws-sdk/client-sqs';
import { SOURCE } from '../../events/define-event.ts';
import { RestoreRequested } from '../../events/index.ts';
import { type Delivery, NotAnEvent, readDelivery } from '../../shared/step/delivery.ts';
import { readRequest } from '../../shared/step/request.ts';
import type { DeadLetters } from './queues.ts';
import { services } from './queues.ts';

/** A message in a dead-letter queue, read as the service reads it. */
export interface Letter {
  readonly queue: DeadLetters;
  readonly message: Message;
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly sentAt: Date;
  /** The service whose queue it came from or should have come to, where that is known. */
  readonly service: string | undefined;
  /** What was said: a detail-type; `undefined` for what is not an event. */
  readonly event: string | undefined;
  /** The operation that it speaks of and where it stands in it. */
  readonly about: About | undefined;
  /** Why EventBridge could not deliver it, where that is what happened. */
  readonly undelivered: string | undefined;
}

export interface About {
  readonly operationId: string;
  readonly sequence: number;
  /** A request, which may begin an operation. */
  readonly begins: boolean;
  readonly checkId: string | undefined;
}

export function letterOf(queue: DeadLetters, message: Message): Letter {
  const { MessageId: messageId = '', ReceiptHandle: receiptHandle = '', Attributes } = message;
  const delivery = deliveryOf(message);
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue;
  const target = attribute('TARGET_ARN')?.split(':').at(-1);
  return {
    queue,
    message,
    messageId,
    receiptHandle,
    sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)),
    service: queue.service ?? services.find(({ name }) => target?.endsWith(`-${name}`))?.name,
    event: delivery?.event['detail-type'],
    about: delivery && aboutOf(delivery),
    undelivered: queue.service
      ? undefined
      : [attribute('ERROR_CODE'), attribute('ERROR_MESSAGE')].filter(Boolean).join(': '),
  };
}

function aboutOf(delivery: Delivery): About | undefined {
  const { event, checkId } = delivery;
  if (event['detail-type'] === RestoreRequested.name && event.source === RestoreRequested.source)
    return { operationId: readRequest(delivery).operationId, sequence: 0, begins: true, checkId };
  const { operation_id, sequence } = event.detail;
  if (event.source !== SOURCE || typeof operation_id !== 'string' || typeof sequence !== 'number')
    return undefined;
  return { operationId: operation_id, sequence, begins: false, checkId };
}

/** As Lambda would deliver it; `undefined` for what is not an event. */
function deliveryOf({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes }: Message) {
  try {
    return readDelivery({
      messageId: MessageId ?? '',
      receiptHandle: ReceiptHandle ?? '',
      body: Body ?? '',
      attributes: {
        SentTimestamp: Attributes?.SentTimestamp ?? '0',
        ApproximateReceiveCount: Attributes?.ApproximateReceiveCount ?? '1',
        ApproximateFirstReceiveTimestamp: Attributes?.ApproximateFirstReceiveTimestamp ?? '0',
        SenderId: Attributes?.SenderId ?? '',
      },
      messageAttributes: Object.fromEntries(
        Object.entries(MessageAttributes ?? {}).map(([name, { StringValue, DataType = '' }]) => [
          name,
          { dataType: DataType, ...(StringValue !== undefined && { stringValue: StringValue }) },
        ]),
      ),
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: '',
      awsRegion: '',
    });
  } catch (error) {
    if (error instanceof NotAnEvent) return undefined;
    throw error;
  }
}
