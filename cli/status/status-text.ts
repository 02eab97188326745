import { isUnderWay, type Operation } from '../../shared/operation/operation.ts';
import { between, duration } from '../output/duration.ts';
import type { Style } from '../output/paint.ts';
import { endingLines } from './ending-lines.ts';
import type { Showing } from './showing.ts';
import { stageLine } from './stage-line.ts';
import { stageViews } from './stage-view.ts';
import { subject } from './subject.ts';

const styles: Readonly<Record<Operation['status'], Style>> = {
  queued: 'yellow',
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

/** The part that changes while it goes on. What will not happen any more is left out. */
export function progressLines(operation: Operation, showing: Showing): string[] {
  const { request } = operation;
  const goesOn = isUnderWay(operation) && !request.dry_run;
  const views = stageViews(operation, showing.now, showing.queue).filter(
    ({ state }) => goesOn || state !== 'ahead',
  );
  return [
    headline(operation, showing),
    `  ${subject(operation)}`,
    '',
    ...views.map((view) => stageLine(view, showing.paint)),
  ];
}

/** How it stands, in a line. */
export function headline(operation: Operation, { now, paint }: Showing): string {
  const { operation_id, status, start_time, end_time, update_time, attempt } = operation;
  const goesOn = isUnderWay(operation);
  const time = duration(between(start_time, goesOn ? now : (end_time ?? update_time)));
  return [
    `Operation ${paint('bold', operation_id)}`,
    `${paint(styles[status], status.replace('_', ' '))} ${goesOn ? 'for' : 'after'} ${time}`,
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
  ].join(' · ');
}
