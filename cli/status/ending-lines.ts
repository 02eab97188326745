import { RestoreCompleted } from '../../events/index.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { table } from '../output/table.ts';
import { errorLines } from './error-lines.ts';
import { leftLines } from './left-lines.ts';
import { planLines } from './plan-lines.ts';
import { settingsLines } from './settings-lines.ts';
import type { Showing } from './showing.ts';

/** What there is to say besides the stages: what came of it, or what is to be done. */
export const endingLines = (operation: Operation, showing: Showing): string[] => [
  ...howItEnded(operation, showing),
  ...(showing.settings && operation.target && operation.status !== 'planned'
    ? ['', ...settingsLines(operation.target).map(indented)]
    : []),
];

function howItEnded(operation: Operation, showing: Showing): string[] {
  if (operation.status === 'cancelled') return leftLines(operation, showing);
  if (operation.status === 'planned' && operation.plan)
    return ['', ...planLines(operation, operation.plan, showing).map(indented)];
  if (operation.error)
    return [
      '',
      ...errorLines(operation, operation.error, showing),
      ...leftLines(operation, showing),
    ];
  if (operation.status === 'queued') return ['', `  It may wait until ${operation.deadline}`];
  if (operation.status === 'in_progress')
    return ['', `  This stage may take until ${operation.deadline}`];
  if (operation.status === 'completed') return ['', ...outcomeLines(operation)];
  return leftLines(operation, showing);
}

const indented = (text: string): string => (text ? `  ${text}` : '');

function outcomeLines(operation: Operation): string[] {
  const { endpoint, users = [], inherited, resources, target } = operation;
  const made = Object.values(resources);
  const copies = made.filter(({ role }) => role === 'copy');
  const deleted = [
    ...(target?.old ? [`the old ${target.cluster_id}`] : []),
    ...(target?.old?.instances.map(({ id }) => `its instance ${id}`) ?? []),
    ...copies.filter((copy) => copy.deleted).map(({ id }) => id),
  ];
  return table(
    [
      ...(endpoint ? [['Endpoint', `${endpoint.address}:${endpoint.port}`]] : []),
      ...(endpoint?.reader_address
        ? [['Readers', `${endpoint.reader_address}:${endpoint.port}`]]
        : []),
      ...users.map(({ username, secret_name }) => ['User', `${username}, secret ${secret_name}`]),
      ...(inherited?.users ?? []).map(({ account, done }) => ['Undeclared', `${account}, ${done}`]),
      ...(inherited?.events ?? []).map(({ event, done }) => ['Event', `${event}, ${done}`]),
      ...(inherited?.replication ?? []).map(({ source, done }) => [
        'Replication',
        `from ${source}, ${done}`,
      ]),
      ...(deleted.length > 0 ? [['Deleted', deleted.join(', ')]] : []),
      ...keptBy(operation).map((id) => ['Kept', id]),
    ],
    { indent: '  ' },
  );
}

/** As its last event says: a snapshot is recorded before it is made, and may never have been. */
function keptBy({ outbox }: Operation): readonly string[] {
  const completed = outbox?.events.find(({ detail_type }) => detail_type === RestoreCompleted.name);
  const kept = completed?.detail.kept;
  return Array.isArray(kept) ? kept.map(String) : [];
}
