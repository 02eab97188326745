import * as sns from '@aws-sdk/client-sns';
import { contractsOf } from './contract.fixture.ts';

const contract = contractsOf<
  sns.ServiceInputTypes,
  sns.ServiceOutputTypes,
  sns.SNSClientResolvedConfig
>('sns', (config) => new sns.SNSClient(config));

const TopicArn = 'arn:aws:sns:eu-west-1:111122223333:alarms';

contract(
  sns.PublishCommand,
  {
    TopicArn,
    Subject: 'A & B',
    Message: 'a <b> & "c"\r\nü',
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: 'alarm' },
      bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
    },
  },
  { MessageId: 'm' },
);
contract(
  sns.SubscribeCommand,
  { TopicArn, Protocol: 'sqs', Endpoint: 'arn:q', Attributes: { RawMessageDelivery: 'true' } },
  { SubscriptionArn: `${TopicArn}:s` },
);
contract(
  sns.GetTopicAttributesCommand,
  { TopicArn },
  { Attributes: { DisplayName: '<x>', Policy: '{"a":1}' } },
);
contract(sns.ListTopicsCommand, {}, { Topics: [{ TopicArn }] });
contract(sns.UnsubscribeCommand, { SubscriptionArn: `${TopicArn}:s` });
contract(sns.TagResourceCommand, { ResourceArn: TopicArn, Tags: [{ Key: 'k', Value: 'v' }] }, {});
