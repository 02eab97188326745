import { stages } from '../../events/index.ts';
import { duration } from '../output/duration.ts';
import type { Paint } from '../output/paint.ts';
import type { StageView } from './stage-view.ts';

const marks = {
  done: ['green', '✓'],
  running: ['cyan', '●'],
  stopped: ['red', '✗'],
  not_needed: ['dim', '–'],
  ahead: ['dim', '·'],
} as const;

/** Fixed, so that lines that are printed one by one stand under one another. */
const NAME = Math.max(...stages.map((stage) => stage.length));
const TIME = '59 min 59 s'.length;

/** How a stage stands, its name, how long it took, what it waits for. */
export function stageLine({ stage, state, tookMs, waiting }: StageView, paint: Paint): string {
  const [style, mark] = marks[state];
  const name = stage.padEnd(NAME);
  const pale = state === 'ahead' || state === 'not_needed';
  const time = tookMs === undefined ? '' : duration(tookMs);
  const note = waiting ?? (state === 'not_needed' ? 'not needed' : '');
  const cells = [
    paint(style, mark),
    pale ? paint('dim', name) : name,
    time.padStart(TIME),
    ...(note ? ['', paint('dim', note)] : []),
  ];
  return `  ${cells.join(' ')}`.trimEnd();
}
