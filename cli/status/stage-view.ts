import { type Stage, stages } from '../../events/index.ts';
import { isUnderWay, type Operation } from '../../shared/operation/operation.ts';
import { between } from '../output/duration.ts';

/** How a stage of an operation stands. */
export interface StageView {
  readonly stage: Stage;
  readonly state: 'done' | 'running' | 'stopped' | 'not_needed' | 'ahead';
  readonly tookMs?: number;
  /** What it waits for, where it does, or waited for when it failed. */
  readonly waiting?: string;
}

export const stageViews = (operation: Operation, now: Date): StageView[] =>
  stages.map((stage) => stageView(operation, stage, now));

function stageView(operation: Operation, stage: Stage, now: Date): StageView {
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
  return { stage, state: 'running', tookMs, ...waitingOf(operation, stage) };
}

/** Why the stage last asked to be called again, how far RDS has got, and how often it looked. */
function waitingOf({ stages }: Operation, stage: Stage): Pick<StageView, 'waiting'> {
  const { waiting, checks = 0 } = stages[stage] ?? {};
  if (!waiting) return {};
  const { reason, progress } = waiting;
  const details = [
    ...(progress === undefined ? [] : [`${progress} %`]),
    ...(checks > 1 ? [`looked ${checks} times`] : []),
  ];
  return { waiting: `${reason}${details.length > 0 ? ` (${details.join(', ')})` : ''}` };
}
