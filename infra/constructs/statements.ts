import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { EventDefinition } from '../../events/define-event.ts';
import { RestoreCancelled, RestoreFailed, RestoreRequested } from '../../events/index.ts';
import { steps } from '../../services/index.ts';
import type { ObserverContract, StepContract } from '../../shared/step/contract.ts';
import { SNAPSHOT_EVENTS } from './snapshot-events.ts';
import type { Tables } from './tables.ts';

/** What the services share, each on its own terms. */
interface Shared {
  readonly bus: IEventBus;
  readonly tables: Tables;
}

/** Its own operation, and its own events: what each step may do beside its own business. */
export function stepStatements(
  { bus, tables }: Shared,
  { emits, consumes }: StepContract,
): PolicyStatement[] {
  const begins = consumes.some(({ name }) => name === RestoreRequested.name);
  return [
    new PolicyStatement({
      actions: [
        'dynamodb:GetItem',
        'dynamodb:UpdateItem',
        'dynamodb:ConditionCheckItem',
        ...(begins ? ['dynamodb:PutItem'] : []),
      ],
      resources: [tables.state.tableArn],
    }),
    new PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:ConditionCheckItem'],
      resources: [tables.resources.tableArn],
    }),
    putEvents(bus, [...emits, RestoreFailed]),
  ];
}

/** Its tables, and the queues of the stages that it wakes. */
export function observerStatements(
  { tables }: Shared,
  contract: ObserverContract,
  wokenQueueArns: readonly string[] = [],
): PolicyStatement[] {
  const reaches = {
    audit: { actions: ['dynamodb:PutItem'], resources: [tables.audit.tableArn] },
    state: {
      actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      resources: [tables.state.tableArn],
    },
    lines: {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resources: [tables.resources.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['line#*'] } },
    },
  };
  return [
    ...contract.tables.map((table) => new PolicyStatement(reaches[table])),
    ...(wokenQueueArns.length > 0
      ? [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [...wokenQueueArns] })]
      : []),
  ];
}

/**
 * Asks for restores, looks what became of them and who restores the sources, and remembers what it asked
 * for: nothing else.
 */
export function requesterStatements({ bus, tables }: Shared): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [tables.state.tableArn] }),
    new PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resources: [tables.resources.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['auto-restore#*'] } },
    }),
    new PolicyStatement({
      actions: ['dynamodb:GetItem'],
      resources: [tables.resources.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['cluster#*'] } },
    }),
    putEvents(bus, [RestoreRequested]),
  ];
}

/**
 * Every operation, every event that may wait to be published, the queues of every step, and a look at
 * the requests that died before they became an operation.
 */
export function watchStatements(
  { bus, tables }: Shared,
  queueArns: readonly string[],
  deadRequestsArn: string,
): PolicyStatement[] {
  const emitted = steps.flatMap(({ emits }): readonly EventDefinition[] => emits);
  return [
    new PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      resources: [tables.state.tableArn],
    }),
    new PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [`${tables.state.tableArn}/index/watched`],
    }),
    new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [...queueArns] }),
    new PolicyStatement({ actions: ['sqs:ReceiveMessage'], resources: [deadRequestsArn] }),
    putEvents(bus, [...emitted, RestoreFailed, RestoreCancelled]),
  ];
}

/**
 * Lets other accounts' rules forward RDS's word on their cluster snapshots to the bus, and nothing else:
 * no event of ours can come from there.
 */
export const forwardedSnapshotEvents = (
  bus: IEventBus,
  accounts: readonly string[],
): PolicyStatement =>
  new PolicyStatement({
    sid: 'SnapshotEventsOfSourceAccounts',
    principals: accounts.map((account) => new AccountPrincipal(account)),
    actions: ['events:PutEvents'],
    resources: [bus.eventBusArn],
    conditions: {
      StringEquals: {
        'events:source': 'aws.rds',
        'events:detail-type': SNAPSHOT_EVENTS,
      },
    },
  });

/** These events and no others, from their own source. */
export const putEvents = (bus: IEventBus, events: readonly EventDefinition[]): PolicyStatement =>
  new PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [bus.eventBusArn],
    conditions: {
      StringEquals: {
        'events:source': [...new Set(events.map(({ source }) => source))],
        'events:detail-type': [...new Set(events.map(({ name }) => name))],
      },
    },
  });
