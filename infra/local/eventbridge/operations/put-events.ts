import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { evaluate } from '../../iam/policy.ts';
import type { Call, Permission } from '../../service.ts';
import { busArn, busAt } from '../arn.ts';
import type { Core } from '../core.ts';
import { accessDenied, invalid, notServed } from '../errors.ts';
import { eventTime } from '../event.ts';
import type { EventBus } from '../state/event-bus.ts';
import { entrySize, readEntry } from './event-entry.ts';
import type { Operation, Operations } from './operation.ts';

const MOST_ENTRIES = 10;
const LARGEST = 1_048_576;

export function eventOperations(core: Core): Operations {
  const PutEvents: Operation<PutEventsRequest> = {
    permissions: ({ Entries = [] }, call) => Entries.map((entry) => toPut(entry, call)),
    run: ({ Entries = [], EndpointId }, call): PutEventsResponse => {
      if (EndpointId !== undefined) throw notServed('EndpointId of PutEvents');
      if (Entries.length < 1 || Entries.length > MOST_ENTRIES) {
        throw invalid(
          `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MOST_ENTRIES}`,
        );
      }
      if (Entries.reduce((sum, entry) => sum + entrySize(entry), 0) >= LARGEST) {
        throw invalid('Total size of the entries in the request is over the limit.');
      }
      const results = Entries.map((entry) => put(core, entry, call));
      const failed = results.filter(({ ErrorCode }) => ErrorCode !== undefined);
      return { FailedEntryCount: failed.length, Entries: results };
    },
  };
  return { PutEvents };
}

/** One permission an entry, so that a condition on its source or detail-type looks at that entry alone. */
function toPut(
  { EventBusName, Source, DetailType }: PutEventsRequestEntry,
  call: Call,
): Permission {
  const at = busAt(call, EventBusName);
  return {
    action: 'events:PutEvents',
    resource: busArn(at, at.name),
    context: {
      ...(Source !== undefined && { 'events:source': Source }),
      ...(DetailType !== undefined && { 'events:detail-type': DetailType }),
      'events:eventBusInvocation': 'false',
    },
  };
}

function put(core: Core, entry: PutEventsRequestEntry, call: Call): PutEventsResultEntry {
  const content = readEntry(entry);
  if ('ErrorCode' in content) return content;
  const { store, router, clock, uuid, log } = core;
  const id = uuid();
  const bus = store.findBus(call, entry.EventBusName);
  if (bus === undefined) {
    // AWS answers no differently: https://github.com/aws/aws-sdk/issues/186
    log(`Event ${id} (${content['detail-type']}): event bus ${entry.EventBusName} does not exist.`);
    return { EventId: id };
  }
  const permission = toPut(entry, call);
  if (!policyAdmits(bus, permission, call)) {
    const { code, message } = accessDenied(call.principal.arn, permission.action, bus.arn);
    return { ErrorCode: code, ErrorMessage: message };
  }
  const received = clock.now();
  router.route(bus, {
    received,
    event: {
      version: '0',
      id,
      'detail-type': content['detail-type'],
      source: content.source,
      account: call.accountId,
      time: eventTime(entry.Time?.getTime() ?? received),
      region: bus.region,
      resources: entry.Resources ?? [],
      detail: content.detail,
    },
  });
  return { EventId: id };
}

/**
 * Callers of other accounts need the bus's own policy to allow them; it may deny everybody but the
 * operator. What the caller's own policies say was decided before.
 */
function policyAdmits(
  { policy, accountId }: EventBus,
  { action, resource, context = {} }: Permission,
  { principal }: Call,
): boolean {
  if (principal.roleArn === undefined) return true;
  const decision = evaluate(policy === undefined ? [] : [policy.compiled], {
    action,
    resource,
    context,
    principal: { aws: principal.arn },
  });
  return decision === 'allow' || (decision === 'none' && accountId === principal.accountId);
}
