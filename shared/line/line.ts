/** What may be done only so often at the same time: each has a line of its own. */
export const lineNames = ['restores', 'copies'] as const;
export type LineName = (typeof lineNames)[number];

/** An operation in a line. */
export interface Entry {
  readonly operation_id: string;
  /** Of two operations with one target only one may be at work. */
  readonly target: string;
  /** When the operation was first recorded: who asked first goes first. */
  readonly since: string;
}

export interface Line {
  readonly at_work: readonly Entry[];
  /** In their order. */
  readonly waiting: readonly Entry[];
}

export const emptyLine: Line = { at_work: [], waiting: [] };

/** Where an operation stands in a line. */
export type Turn =
  | { readonly kind: 'at_work' }
  | {
      readonly kind: 'waiting';
      /** Whose end it waits for, where that is about its target and not about how many are at work. */
      readonly behind: Entry | undefined;
    };

export interface Stand {
  readonly line: Line;
  readonly turn: Turn;
  /** The others on whose being there this rests. */
  readonly relies_on: readonly Entry[];
}

/**
 * Puts an operation into the line, and lets it to work if it is its turn: where fewer than `limit` are
 * at work once everybody before it has gone who can, and nobody is at work on its target, nor waits for
 * it ahead. Asking again changes nothing.
 */
export function stand(before: Line, me: Entry, limit: number): Stand {
  const others = before.at_work.filter((one) => !isSame(one, me));
  /** Another line all the same: whoever decides meanwhile that this one is over has to look again. */
  if (others.length < before.at_work.length)
    return { line: { ...before }, turn: { kind: 'at_work' }, relies_on: [] };
  const waiting = [...before.waiting.filter((one) => !isSame(one, me)), me].sort(inOrder);
  const ahead = waiting.slice(0, waiting.indexOf(me));
  const line = { ...before, waiting };
  const going = next(line, limit);
  const behind = [...others, ...ahead].find(({ target }) => target === me.target);
  const relies_on = [
    ...others,
    ...ahead.filter((one) => going.includes(one) || one.target === me.target),
  ];
  if (going.includes(me))
    return {
      line: { at_work: [...others, me], waiting: waiting.filter((one) => one !== me) },
      turn: { kind: 'at_work' },
      relies_on,
    };
  const hasStood = before.waiting.some((one) => isSame(one, me));
  return { line: hasStood ? before : line, turn: { kind: 'waiting', behind }, relies_on };
}

/** Who may go to work now, in order. */
export function next({ at_work, waiting }: Line, limit: number): readonly Entry[] {
  const going: Entry[] = [];
  const taken = new Set(at_work.map(({ target }) => target));
  for (const one of waiting) {
    if (at_work.length + going.length >= limit) break;
    if (!taken.has(one.target)) going.push(one);
    /** Also one that waits keeps its target from those behind it. */
    taken.add(one.target);
  }
  return going;
}

/** At work whatever the limit: it had its turn before. The same line where it is at work in it. */
export const reentered = (line: Line, me: Entry): Line =>
  line.at_work.some((one) => isSame(one, me))
    ? line
    : {
        at_work: [...line.at_work, me],
        waiting: line.waiting.filter((one) => !isSame(one, me)),
      };

/** The same line where none of them is in it. */
export function without(line: Line, gone: ReadonlySet<string>): Line {
  const isGone = ({ operation_id }: Entry) => gone.has(operation_id);
  if (![...line.at_work, ...line.waiting].some(isGone)) return line;
  return {
    at_work: line.at_work.filter((one) => !isGone(one)),
    waiting: line.waiting.filter((one) => !isGone(one)),
  };
}

const isSame = (a: Entry, b: Entry) => a.operation_id === b.operation_id;

const inOrder = (a: Entry, b: Entry) =>
  compare(a.since, b.since) || compare(a.operation_id, b.operation_id);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
