import type {
  GetQueueAttributesResult,
  Message,
  ReceiveMessageRequest,
  SendMessageRequest,
} from '@aws-sdk/client-sqs';
import { Clock } from '../clock.ts';
import { type Faults, noFaults } from '../faults.ts';
import type { Call, LocalService } from '../service.ts';
import { createSqs } from './create-sqs.ts';
import type { messageOperations } from './message-operations.ts';
import type { moveTaskOperations } from './move-task-operations.ts';
import type { queueOperations } from './queue-operations.ts';

type Operations = ReturnType<typeof queueOperations> &
  ReturnType<typeof messageOperations> &
  ReturnType<typeof moveTaskOperations>;

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const arnOf = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
export const urlOf = (name: string) => `http://127.0.0.1:4566/${ACCOUNT}/${name}`;

export const callOf = (
  service: LocalService['id'],
  operation: string,
  more: Partial<Call> = {},
) => ({
  service,
  operation,
  region: REGION,
  accountId: ACCOUNT,
  principal: { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/operator` },
  requestId: 'request',
  endpoint: 'http://127.0.0.1:4566',
  ...more,
});

/** SQS with a stopped clock, and the calls that tests make most. */
export function startSqs(faults: Faults = noFaults) {
  const clock = stoppedClock();
  const sqs = createSqs({
    clock,
    faults,
    accountId: ACCOUNT,
    region: REGION,
    endpoint: () => 'http://127.0.0.1:4566',
  });

  /** As the gateway does it: what was decoded enters here. */
  async function call<Name extends keyof Operations>(
    name: Name,
    input: Parameters<Operations[Name]>[0],
    more: Partial<Call> = {},
  ) {
    const operation = sqs.service.operations[name];
    const answer = await operation?.(input as never, callOf('sqs', name, more));
    return answer as Awaited<ReturnType<Operations[Name]>>;
  }

  return {
    ...sqs,
    clock,
    call,
    async queue(name: string, attributes: Record<string, string> = {}): Promise<string> {
      const { QueueUrl = '' } = await call('CreateQueue', {
        QueueName: name,
        Attributes: attributes,
      });
      return QueueUrl;
    },
    send: (name: string, body: string, more: Partial<SendMessageRequest> = {}) =>
      call('SendMessage', { QueueUrl: urlOf(name), MessageBody: body, ...more }),
    async receive(
      name: string,
      ask: Partial<ReceiveMessageRequest> = {},
    ): Promise<readonly Message[]> {
      const asked = { QueueUrl: urlOf(name), MaxNumberOfMessages: 10, ...ask };
      return (await call('ReceiveMessage', asked)).Messages ?? [];
    },
    async attributes(name: string): Promise<NonNullable<GetQueueAttributesResult['Attributes']>> {
      const asked = { QueueUrl: urlOf(name), AttributeNames: ['All' as const] };
      return (await call('GetQueueAttributes', asked)).Attributes ?? {};
    },
  };
}

/** Time passes only by `advance`. */
function stoppedClock(): Clock {
  const start = Date.now();
  return new (class extends Clock {
    override now(): number {
      return start + (this.offset[0] ?? 0);
    }
  })();
}

export const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body);

export const redriveTo = (name: string, maxReceiveCount: number) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount }),
});
