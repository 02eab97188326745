import type { Operation } from '../../shared/operation/operation.ts';
import type { Paint } from '../output/paint.ts';
import type { PlaceInLine } from './places.ts';
import { stageLine } from './stage-line.ts';
import { type StageView, stageViews } from './stage-view.ts';

/** How an operation stands at a moment. */
export interface Seen {
  readonly operation: Operation;
  readonly queue?: PlaceInLine | undefined;
}

/** What happened between two looks at an operation, a line each. */
export function changeLines(before: Seen | undefined, after: Seen, paint: Paint): string[] {
  const now = new Date(after.operation.update_time);
  const viewsOf = ({ operation, queue }: Seen) => stageViews(operation, now, queue);
  const old = before ? viewsOf(before) : [];
  const news = viewsOf(after).filter((view, index) => isNews(view, old[index]));
  return news.map((view) => stageLine(view, paint));
}

function isNews(view: StageView, before: StageView | undefined): boolean {
  if (view.state === 'ahead' || view.state === 'not_needed') return false;
  if (view.state === 'running') return Boolean(view.waiting) && view.waiting !== before?.waiting;
  return view.state !== before?.state;
}
