import type { Operation } from '../../shared/operation/operation.ts';
import { LiveBlock } from '../output/live-block.ts';
import { line, type Output } from '../terminal.ts';
import { changeLines, type Seen } from './change-lines.ts';
import { endingLines } from './ending-lines.ts';
import type { Left } from './left.ts';
import type { PlaceInLine } from './places.ts';
import type { Showing } from './showing.ts';
import { headline, progressLines, statusLines } from './status-text.ts';

/** Shows an operation as it goes on. */
export interface Watcher {
  look(operation: Operation | undefined, queue?: PlaceInLine): void;
  /** Nothing more is to come. How it ended, where it did, stands there for good. */
  end(operation?: Operation, left?: readonly Left[]): void;
}

type Look = Omit<Showing, 'now'>;

const REDRAW_MS = 250;

/** In place on a terminal, else a line for each thing that happened. */
export const watcherOn = (output: Output, showing: Look): Watcher =>
  output.isTTY ? redrawing(output, showing) : appending(output, showing);

function redrawing(output: Output, showing: Look): Watcher {
  const block = new LiveBlock(output);
  let last: Seen | undefined;
  const draw = () => {
    if (!last) return;
    const { operation, queue } = last;
    block.show(progressLines(operation, { ...showing, queue, now: new Date() }));
  };
  const timer = setInterval(draw, REDRAW_MS);
  return {
    look(operation, queue) {
      last = operation && { operation, queue };
      draw();
    },
    end(operation, left) {
      clearInterval(timer);
      block.clear();
      if (operation) show(output, statusLines(operation, { ...showing, left, now: new Date() }));
    },
  };
}

function appending(output: Output, showing: Look): Watcher {
  let last: Seen | undefined;
  return {
    look(operation, queue) {
      if (!operation) return;
      const seen = { operation, queue };
      show(output, changeLines(last, seen, showing.paint));
      last = seen;
    },
    end(operation, left) {
      if (!operation) return;
      const now = { ...showing, left, now: new Date() };
      show(output, ['', headline(operation, now), ...endingLines(operation, now)]);
    },
  };
}

const show = (output: Output, lines: readonly string[]): void => {
  for (const text of lines) line(output, text);
};
