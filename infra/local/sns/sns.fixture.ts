import type { PublishInput } from '@aws-sdk/client-sns';
import type { Call, TemplatePlace } from '../service.ts';
import { ACCOUNT, callOf, REGION, startSqs } from '../sqs/sqs.fixture.ts';
import { createSns } from './create-sns.ts';
import type { publishOperations } from './publish-operations.ts';
import type { subscriptionOperations } from './subscription-operations.ts';
import type { topicOperations } from './topic-operations.ts';

type Operations = ReturnType<typeof topicOperations> &
  ReturnType<typeof subscriptionOperations> &
  ReturnType<typeof publishOperations>;

export const topicArnOf = (name: string) => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;

/** SNS beside SQS, and the calls that tests make most. */
export function startSns() {
  const sqs = startSqs();
  const { clock } = sqs;
  const sns = createSns({ clock, findTarget: sqs.findTarget });

  /** As the gateway does it: what was decoded enters here. */
  async function call<Name extends keyof Operations>(
    name: Name,
    input: Parameters<Operations[Name]>[0],
    more: Partial<Call> = {},
  ) {
    const operation = sns.service.operations[name];
    const answer = await operation?.(input as never, callOf('sns', name, more));
    return answer as Awaited<ReturnType<Operations[Name]>>;
  }

  return {
    ...sns,
    sqs,
    clock,
    call,
    async topic(Name: string, Attributes: Record<string, string> = {}): Promise<string> {
      return (await call('CreateTopic', { Name, Attributes })).TopicArn ?? '';
    },
    subscribe: (Protocol: string, Endpoint: string, Attributes: Record<string, string> = {}) =>
      call('Subscribe', { TopicArn: topicArnOf('alarms'), Protocol, Endpoint, Attributes }),
    publish: (Message: string, more: Partial<PublishInput> = {}) =>
      call('Publish', { TopicArn: topicArnOf('alarms'), Message, ...more }),
    /** A queue that takes what the topics of this account publish. */
    queue: (name: string) => sqs.queue(name, { Policy: JSON.stringify({ Statement: fromTopics }) }),
  };
}

const fromTopics = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: '*',
  Condition: { ArnLike: { 'aws:SourceArn': topicArnOf('*') } },
};

export const text = (StringValue: string) => ({ DataType: 'String', StringValue });

export const place: TemplatePlace = {
  logicalId: 'Alarms12AB',
  stackName: 'pipeline',
  region: REGION,
  accountId: ACCOUNT,
  asset: () => '',
};
