import { evaluate } from '../../iam/policy.ts';
import type { EventBus } from '../state/event-bus.ts';
import { DeliveryFailure, noPermission } from './delivery-failure.ts';
import type { Occurrence } from './occurrence.ts';

/** Rejects what EventBridge does not forward to a bus: a second hop, or what its policy does not allow. */
export function checkForwarding({ rule, target, event, forwarded }: Occurrence, to: EventBus) {
  if (forwarded) {
    const hop = to.accountId === rule.bus.accountId ? 'REGION' : 'ACCOUNT';
    throw new DeliveryFailure(
      `THIRD_${hop}_HOP_DETECTED`,
      'Events that came from another bus are not sent on to a third one.',
      false,
    );
  }
  const from = rule.bus.accountId;
  const decision = evaluate(to.policy === undefined ? [] : [to.policy.compiled], {
    action: 'events:PutEvents',
    resource: to.arn,
    context: {
      'aws:SourceArn': rule.arn,
      'aws:SourceAccount': from,
      'events:source': event.source,
      'events:detail-type': event['detail-type'],
      'events:eventBusInvocation': 'true',
    },
    principal: { aws: target.RoleArn ?? `arn:aws:iam::${from}:root` },
  });
  if (decision === 'deny' || (decision === 'none' && to.accountId !== from)) {
    throw noPermission(`The policy of ${to.arn} does not allow events:PutEvents to ${from}.`);
  }
}
