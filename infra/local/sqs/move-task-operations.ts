import type {
  CancelMessageMoveTaskRequest,
  CancelMessageMoveTaskResult,
  ListMessageMoveTasksRequest,
  ListMessageMoveTasksResult,
  StartMessageMoveTaskRequest,
  StartMessageMoveTaskResult,
} from '@aws-sdk/client-sqs';
import { ServiceError } from '../service.ts';
import { invalidParameter, required, within } from './errors.ts';
import { MoveTask } from './move-task.ts';
import { moveTaskHandle } from './move-task-handle.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';
import type { SendingSurroundings } from './sending.ts';

export function moveTaskOperations(queues: Queues, around: SendingSurroundings) {
  const tasks: MoveTask[] = [];

  const find = (arn: string | undefined, parameter: string): Queue => {
    const queue = queues.find(required(arn, parameter));
    if (queue === undefined)
      throw new ServiceError(
        'ResourceNotFoundException',
        `The resource that you specified for the ${parameter} parameter doesn't exist.`,
      );
    return queue;
  };

  return {
    StartMessageMoveTask(input: StartMessageMoveTaskRequest): StartMessageMoveTaskResult {
      const source = find(input.SourceArn, 'SourceArn');
      const destinationArn = input.DestinationArn || undefined;
      if (queues.sourcesOf(source.arn).length === 0)
        throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
      if (destinationArn) find(destinationArn, 'DestinationArn');
      if (destinationArn === source.arn)
        throw invalidParameter('Source queue arn and destination queue arn cannot be the same.');
      const perSecond = within(
        input.MaxNumberOfMessagesPerSecond,
        'MaxNumberOfMessagesPerSecond',
        [1, 500],
      );
      if (tasks.some((task) => task.order.source === source && task.isRunning))
        throw new ServiceError(
          'UnsupportedOperation',
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        );
      const handle = moveTaskHandle({ taskId: around.uuid(), sourceArn: source.arn });
      const order = { handle, source, destinationArn, perSecond };
      tasks.unshift(new MoveTask(order, (arn) => queues.find(arn), around));
      return { TaskHandle: handle };
    },

    ListMessageMoveTasks(input: ListMessageMoveTasksRequest): ListMessageMoveTasksResult {
      const source = find(input.SourceArn, 'SourceArn');
      const max = within(input.MaxResults, 'MaxResults', [1, 10]) ?? 1;
      const found = tasks.filter((task) => task.order.source === source).slice(0, max);
      return { Results: found.map((task) => task.describe()) };
    },

    CancelMessageMoveTask(input: CancelMessageMoveTaskRequest): CancelMessageMoveTaskResult {
      const handle = required(input.TaskHandle, 'TaskHandle');
      const task = tasks.find((each) => each.order.handle === handle);
      if (task === undefined)
        throw new ServiceError('ResourceNotFoundException', 'Task does not exist.');
      if (!task.isRunning)
        throw new ServiceError('UnsupportedOperation', 'Only active tasks can be cancelled.');
      task.cancel();
      return { ApproximateNumberOfMessagesMoved: task.moved };
    },
  };
}
