import { evaluate } from '../../iam/policy.ts';
import type { Principal } from '../../service.ts';
import type { EventBus } from '../state/event-bus.ts';
import { DeliveryFailure, noPermission } from './delivery-failure.ts';
import type { Occurrence } from './occurrence.ts';
import { type Roles, targetRole } from './target-role.ts';

const ACTION = 'events:PutEvents';

/** Rejects what EventBridge does not forward to a bus: a second hop, or what a policy does not allow. */
export function checkForwarding(iam: Roles, occurrence: Occurrence, to: EventBus): void {
  const { rule, event, forwarded } = occurrence;
  if (forwarded) {
    const hop = to.accountId === rule.bus.accountId ? 'REGION' : 'ACCOUNT';
    throw new DeliveryFailure(
      `THIRD_${hop}_HOP_DETECTED`,
      'Events that came from another bus are not sent on to a third one.',
      false,
    );
  }
  const from = rule.bus.accountId;
  const sender = senderOf(iam, occurrence, to);
  const context = {
    'aws:SourceArn': rule.arn,
    'aws:SourceAccount': from,
    'events:source': event.source,
    'events:detail-type': event['detail-type'],
    'events:eventBusInvocation': 'true',
  };
  const permission = { action: ACTION, resource: to.arn, context };
  if (iam.allows(sender, permission) !== 'allow')
    throw noPermission(`${sender.roleArn} does not allow ${ACTION} on ${to.arn}.`);
  const decision = evaluate(to.policy === undefined ? [] : [to.policy.compiled], {
    ...permission,
    context: { ...iam.context(sender), ...context },
    principal: { aws: sender.arn },
  });
  if (decision === 'deny' || (decision === 'none' && to.accountId !== from))
    throw noPermission(`The policy of ${to.arn} does not allow ${ACTION} to ${from}.`);
}

/**
 * The target's role, or the rule's account where a bus beside it needs none. That AWS goes to another
 * account without a role only for rules made before it asked for one is assumed.
 */
function senderOf(iam: Roles, { rule, target }: Occurrence, to: EventBus): Principal {
  const { accountId, region } = rule.bus;
  const { RoleArn: roleArn } = target;
  if (roleArn === undefined) {
    if (to.accountId !== accountId || to.region !== region)
      throw noPermission(`${to.arn} is elsewhere, and target ${target.Id} has no RoleArn.`);
    return { accountId, arn: `arn:aws:iam::${accountId}:root` };
  }
  return targetRole(iam, rule, roleArn);
}
