import type { Operation } from '../../shared/operation/operation.ts';
import type { Paint } from '../output/paint.ts';
import { stageLine } from './stage-line.ts';
import { type StageView, stageViews } from './stage-view.ts';

/** What happened between two looks at an operation, a line each. */
export function changeLines(
  before: Operation | undefined,
  after: Operation,
  paint: Paint,
): string[] {
  const now = new Date(after.update_time);
  const old = before ? stageViews(before, now) : [];
  const news = stageViews(after, now).filter((view, index) => isNews(view, old[index]));
  return news.map((view) => stageLine(view, paint));
}

function isNews(view: StageView, before: StageView | undefined): boolean {
  if (view.state === 'ahead' || view.state === 'not_needed') return false;
  if (view.state === 'running') return Boolean(view.waiting) && view.waiting !== before?.waiting;
  return view.state !== before?.state;
}
