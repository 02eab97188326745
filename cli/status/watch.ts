import type { Operation } from '../../shared/operation/operation.ts';
import { LiveBlock } from '../output/live-block.ts';
import { line, type Output } from '../terminal.ts';
import { changeLines } from './change-lines.ts';
import { progressLines, type Showing } from './status-text.ts';

/** Shows an operation as it goes on. */
export interface Watcher {
  look(operation: Operation | undefined): void;
  /** Nothing more is to come; the screen is as before. */
  end(): void;
}

type Look = Omit<Showing, 'now'>;

const REDRAW_MS = 250;

/** In place on a terminal, else a line for each thing that happened. */
export const watcherOn = (output: Output, showing: Look): Watcher =>
  output.isTTY ? redrawing(output, showing) : appending(output, showing);

function redrawing(output: Output, showing: Look): Watcher {
  const block = new LiveBlock(output);
  let last: Operation | undefined;
  const draw = () => {
    if (last) block.show(progressLines(last, { ...showing, now: new Date() }));
  };
  const timer = setInterval(draw, REDRAW_MS);
  return {
    look(operation) {
      last = operation;
      draw();
    },
    end() {
      clearInterval(timer);
      block.clear();
    },
  };
}

function appending(output: Output, { paint }: Look): Watcher {
  let last: Operation | undefined;
  return {
    look(operation) {
      if (!operation) return;
      for (const text of changeLines(last, operation, paint)) line(output, text);
      last = operation;
    },
    end: () => undefined,
  };
}
