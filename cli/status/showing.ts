import { type Paint, paintFor } from '../output/paint.ts';
import type { Place } from '../place.ts';
import type { Output, Terminal } from '../terminal.ts';
import type { Left } from './left.ts';
import type { PlaceInLine } from './places.ts';

/** What the text about an operation needs to know besides it. */
export interface Showing {
  readonly now: Date;
  readonly paint: Paint;
  /** Options to repeat in commands that people are told to type. */
  readonly flags?: readonly string[] | undefined;
  /** Whether every setting is told, and where it comes from. A plan tells them in any case. */
  readonly settings?: boolean;
  /** Where it waits for its turn, where that was looked up. */
  readonly queue?: PlaceInLine | undefined;
  /** What became of what it made, where that was looked up. */
  readonly left?: readonly Left[] | undefined;
}

export const showingAt = (
  { flags }: Place,
  output: Output,
  env: Terminal['env'],
): Omit<Showing, 'now'> => ({ paint: paintFor(output, env), flags });
