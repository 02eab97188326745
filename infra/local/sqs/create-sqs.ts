import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Kept } from '../kept.ts';
import type { Call, FindSource, FindTarget, LocalService, ResourceProvider } from '../service.ts';
import { deliveryTarget } from './delivery-target.ts';
import { type InspectedQueue, inspectQueue } from './inspect.ts';
import { keptQueues } from './kept-queues.ts';
import { messageOperations } from './message-operations.ts';
import { messageSource } from './message-source.ts';
import { moveTaskOperations } from './move-task-operations.ts';
import { type AboutQueue, permissionsOf } from './permissions.ts';
import { queueArn } from './queue.ts';
import { queueOperations } from './queue-operations.ts';
import { queuePolicyProvider, queueProvider } from './queue-provider.ts';
import { Queues } from './queues.ts';
import { withResourcePolicies } from './resource-policy.ts';

export interface SqsOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  /** Where `inspect` looks. Queues of every other account and region are served as well. */
  readonly accountId: string;
  readonly region: string;
  /** Where clients reach the environment; must be on this machine. Asked late, when the port is known. */
  readonly endpoint: () => string;
  readonly uuid?: () => string;
}

export interface Sqs {
  readonly service: LocalService;
  readonly providers: readonly ResourceProvider[];
  readonly findTarget: FindTarget;
  readonly findSource: FindSource;
  readonly kept: Kept;
  inspect(queueName: string): InspectedQueue | undefined;
}

/** SQS with standard queues: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/ */
export function createSqs(options: SqsOptions): Sqs {
  const { clock, faults, accountId, region, endpoint, uuid = randomUUID } = options;
  const around = { clock, faults, uuid };
  const queues = new Queues(around, endpoint);
  const permissions = (input: AboutQueue, call: Call) => permissionsOf(input, call, queues);
  return {
    service: {
      id: 'sqs',
      operations: withResourcePolicies(
        {
          ...queueOperations(queues, clock),
          ...messageOperations(queues, around),
          ...moveTaskOperations(queues, around),
        },
        permissions,
        (arn) => queues.find(arn)?.settings.policy,
      ),
      permissions,
    },
    providers: [queueProvider(queues), queuePolicyProvider(queues)],
    findTarget: (arn) => deliveryTarget(arn, queues, around),
    findSource(arn) {
      const queue = queues.find(arn);
      return queue && messageSource(queue);
    },
    kept: keptQueues(queues),
    inspect(name) {
      const queue = queues.find(queueArn({ accountId, region, name }));
      return queue && inspectQueue(queue);
    },
  };
}
