import type { Call, Permission } from '../service.ts';
import { sourceOfHandle } from './move-task-handle.ts';
import { queueArn } from './queue.ts';
import { placeOf, type Queues } from './queues.ts';

/** The parameters that tell which queue a call is about. */
export interface AboutQueue {
  readonly QueueUrl?: string | undefined;
  readonly QueueName?: string | undefined;
  readonly QueueOwnerAWSAccountId?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly SourceArn?: string | undefined;
  readonly DestinationArn?: string | undefined;
  readonly TaskHandle?: string | undefined;
}

/**
 * The actions a call needs. Batches need the action of their single operation, moving messages also
 * what the move does.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-dlq-redrive.html
 */
export function permissionsOf(
  input: AboutQueue,
  call: Call,
  queues: Pick<Queues, 'sourcesOf'>,
): readonly Permission[] {
  const on = (resource: string, ...actions: readonly string[]) =>
    actions.map((action) => ({ action: `sqs:${action}`, resource }));

  switch (call.operation) {
    case 'ListQueues':
      return on('*', 'ListQueues');
    case 'CreateQueue': {
      const tagging = Object.keys(input.tags ?? {}).length > 0 ? ['TagQueue'] : [];
      return on(namedArn(input, call), 'CreateQueue', ...tagging);
    }
    case 'GetQueueUrl':
      return on(namedArn(input, call), 'GetQueueUrl');
    case 'StartMessageMoveTask': {
      const source = input.SourceArn ?? '*';
      const destinations = input.DestinationArn
        ? [input.DestinationArn]
        : queues.sourcesOf(source).map(({ arn }) => arn);
      return [
        ...on(source, 'StartMessageMoveTask', ...MOVING),
        ...destinations.flatMap((destination) => on(destination, 'SendMessage')),
      ];
    }
    case 'CancelMessageMoveTask':
      return on(sourceOfHandle(input.TaskHandle ?? '') ?? '*', 'CancelMessageMoveTask', ...MOVING);
    case 'ListMessageMoveTasks':
      return on(input.SourceArn ?? '*', 'ListMessageMoveTasks', 'GetQueueAttributes');
    default:
      return on(queueArn(placeOf(input.QueueUrl, call)), call.operation.replace(/Batch$/, ''));
  }
}

const MOVING = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

const namedArn = ({ QueueName, QueueOwnerAWSAccountId }: AboutQueue, call: Call) =>
  queueArn({
    accountId: QueueOwnerAWSAccountId ?? call.accountId,
    region: call.region,
    name: QueueName ?? '*',
  });
