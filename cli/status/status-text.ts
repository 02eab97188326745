import type { Operation } from '../../shared/operation/operation.ts';
import { between, duration } from '../output/duration.ts';
import type { Paint, Style } from '../output/paint.ts';
import { endingLines } from './ending-lines.ts';
import { stageLine } from './stage-line.ts';
import { stageViews } from './stage-view.ts';

export interface Showing {
  readonly now: Date;
  readonly paint: Paint;
  /** Options to repeat in commands that people are told to type. */
  readonly flags?: readonly string[] | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

const styles: Readonly<Record<Operation['status'], Style>> = {
  in_progress: 'cyan',
  completed: 'green',
  failed: 'red',
  rejected: 'red',
  cancelled: 'yellow',
  planned: 'cyan',
};

/** An operation, for people: what it is, how its stages stand, and how it ended. */
export const statusLines = (operation: Operation, showing: Showing): string[] => [
  ...progressLines(operation, showing),
  ...endingLines(operation, showing),
];

/** The part that changes while it goes on. */
export function progressLines(operation: Operation, { now, paint }: Showing): string[] {
  const { operation_id, status, start_time, end_time, update_time, attempt } = operation;
  const end = status === 'in_progress' ? now : (end_time ?? update_time);
  const words = [
    `Operation ${paint('bold', operation_id)}`,
    `${paint(styles[status], status.replace('_', ' '))} ${status === 'in_progress' ? 'for' : 'after'} ${duration(between(start_time, end))}`,
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
  ];
  return [
    words.join(' · '),
    `  ${subject(operation)}`,
    '',
    ...stageViews(operation, now).map((view) => stageLine(view, paint)),
  ];
}

/** What is restored from what. */
export function subject({ request, snapshot, target }: Operation): string {
  const to = target?.cluster_id ?? String(request.target_cluster_id ?? '(no target)');
  const from =
    snapshot?.id ??
    (request.snapshot_name !== undefined
      ? String(request.snapshot_name)
      : `the ${request.snapshot_date ? `snapshot of ${request.snapshot_date}` : 'latest snapshot'} of ${request.source_cluster_id ?? '(no source)'}`);
  return `${to} from ${from}`;
}
