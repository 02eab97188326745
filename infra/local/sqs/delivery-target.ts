import type { DeliveryTarget } from '../service.ts';
import { queueDoesNotExist } from './errors.ts';
import type { Queues } from './queues.ts';
import { checkDelivery } from './resource-policy.ts';
import { type SendingSurroundings, sendTo } from './sending.ts';

/** A queue as EventBridge and SNS deliver to it, if its policy lets them. */
export function deliveryTarget(
  arn: string,
  queues: Queues,
  around: SendingSurroundings,
): DeliveryTarget | undefined {
  if (queues.find(arn) === undefined) return undefined;
  return {
    async deliver({ body, from, attributes }) {
      const queue = queues.find(arn);
      if (queue === undefined) throw queueDoesNotExist();
      checkDelivery(queue.settings.policy, { action: 'sqs:SendMessage', resource: arn }, from);
      const sending = { MessageBody: body, MessageAttributes: attributes };
      sendTo(queue, sending, { senderId: from.service }, around);
    },
  };
}
