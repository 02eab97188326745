import { createHash } from 'node:crypto';
import * as sqs from '@aws-sdk/client-sqs';
import { contractsOf } from './contract.fixture.ts';

const contract = contractsOf<
  sqs.ServiceInputTypes,
  sqs.ServiceOutputTypes,
  sqs.SQSClientResolvedConfig
>('sqs', (config) => new sqs.SQSClient({ ...config, useQueueUrlAsEndpoint: false }));

const QueueUrl = 'http://127.0.0.1/111122223333/orders';
const body = '{"text":"a <b> & \\"c\\" ü"}\r\n';
/** The client checks it. */
const md5 = createHash('md5').update(body).digest('hex');
const MessageAttributes: Record<string, sqs.MessageAttributeValue> = {
  trace: { DataType: 'String', StringValue: 'x' },
  bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255, 10) },
};
const failed = { Id: '2', SenderFault: true, Code: 'InvalidParameterValue', Message: 'no' };
const entry = { Id: '1', ReceiptHandle: 'r' };

contract(
  sqs.SendMessageCommand,
  { QueueUrl, MessageBody: body, DelaySeconds: 0, MessageAttributes },
  { MessageId: 'm', MD5OfMessageBody: md5 },
);
contract(
  sqs.SendMessageBatchCommand,
  { QueueUrl, Entries: [{ Id: '1', MessageBody: body, MessageAttributes }] },
  {
    Successful: [{ Id: '1', MessageId: 'm', MD5OfMessageBody: md5 }],
    Failed: [failed],
  },
);
contract(
  sqs.ReceiveMessageCommand,
  {
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 20,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['trace', 'b*'],
  },
  {
    Messages: [
      {
        MessageId: 'm',
        ReceiptHandle: 'r',
        Body: body,
        MD5OfBody: md5,
        Attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1767225600000' },
        MessageAttributes,
      },
    ],
  },
);
contract(sqs.DeleteMessageCommand, { QueueUrl, ReceiptHandle: 'r' });
contract(
  sqs.DeleteMessageBatchCommand,
  { QueueUrl, Entries: [entry] },
  { Successful: [{ Id: '1' }], Failed: [] },
);
contract(sqs.ChangeMessageVisibilityCommand, {
  QueueUrl,
  ReceiptHandle: 'r',
  VisibilityTimeout: 0,
});
contract(
  sqs.ChangeMessageVisibilityBatchCommand,
  { QueueUrl, Entries: [{ ...entry, VisibilityTimeout: 30 }] },
  { Successful: [], Failed: [failed] },
);
contract(
  sqs.GetQueueAttributesCommand,
  { QueueUrl, AttributeNames: ['All'] },
  { Attributes: { VisibilityTimeout: '30', RedrivePolicy: '{"maxReceiveCount":5}' } },
);
contract(
  sqs.GetQueueUrlCommand,
  { QueueName: 'orders', QueueOwnerAWSAccountId: '111122223333' },
  { QueueUrl },
);
contract(sqs.ListQueuesCommand, { MaxResults: 3 }, { QueueUrls: [QueueUrl] });
contract(sqs.PurgeQueueCommand, { QueueUrl });
contract(
  sqs.StartMessageMoveTaskCommand,
  { SourceArn: 'arn:aws:sqs:eu-west-1:111122223333:orders-dlq', MaxNumberOfMessagesPerSecond: 5 },
  { TaskHandle: 't' },
);
