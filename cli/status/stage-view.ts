import { type Stage, stages } from '../../events/index.ts';
import { isUnderWay, type Operation } from '../../shared/operation/operation.ts';
import { between } from '../output/duration.ts';
import type { PlaceInLine } from './places.ts';

/** How a stage of an operation stands. */
export interface StageView {
  readonly stage: Stage;
  readonly state: 'done' | 'running' | 'stopped' | 'not_needed' | 'ahead';
  readonly tookMs?: number;
  /** What it waits for, where it does, or waited for when it failed. */
  readonly waiting?: string;
}

/** With its place in line, where it waits for its turn and that was looked up. */
export const stageViews = (operation: Operation, now: Date, queue?: PlaceInLine): StageView[] =>
  stages.map((stage) => stageView(operation, stage, now, queue));

function stageView(
  operation: Operation,
  stage: Stage,
  now: Date,
  queue: PlaceInLine | undefined,
): StageView {
  const record = operation.stages[stage];
  if (!record) {
    const passed =
      operation.status === 'completed' || stages.indexOf(stage) < stages.indexOf(operation.step);
    return { stage, state: passed ? 'not_needed' : 'ahead' };
  }
  const running = isUnderWay(operation) && operation.step === stage;
  const end = record.ended_at ?? (running ? now : operation.update_time);
  const tookMs = between(record.started_at, end);
  if (!running) {
    const isDone = record.ended_at !== undefined && operation.status !== 'rejected';
    return isDone
      ? { stage, state: 'done', tookMs }
      : { stage, state: 'stopped', tookMs, ...waitingOf(operation, stage) };
  }
  return { stage, state: 'running', tookMs, ...waitingOf(operation, stage, queue) };
}

/** Why the stage last asked to be called again, how far it or RDS has got, and how often it looked. */
function waitingOf(
  { stages }: Operation,
  stage: Stage,
  queue?: PlaceInLine,
): Pick<StageView, 'waiting'> {
  const { waiting, checks = 0 } = stages[stage] ?? {};
  if (!waiting) return {};
  const { reason, progress } = waiting;
  const details = [
    ...(queue ? [`place ${queue.place} of ${queue.of}`] : []),
    ...(progress === undefined ? [] : [`${progress} %`]),
    ...(checks > 1 ? [`looked ${checks} times`] : []),
  ];
  return { waiting: `${reason}${details.length > 0 ? ` (${details.join(', ')})` : ''}` };
}
