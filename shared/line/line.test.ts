import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entry, emptyLine, type Line, next, reentered, stand, without } from './line.ts';

/** Asked for in the order of their numbers. */
const asked = (number: number, target = `target-${number}`): Entry => ({
  operation_id: `op-${number}`,
  target,
  since: new Date(number * 1000).toISOString(),
});

const ids = (entries: readonly Entry[]) => entries.map(({ operation_id }) => operation_id);

/** Everybody stands in line once, in this order. */
const arriving = (limit: number, ...entries: readonly Entry[]): Line =>
  entries.reduce((line, one) => stand(line, one, limit).line, emptyLine);

test('the first are at work at once, as many as may be', () => {
  const line = arriving(2, asked(1), asked(2), asked(3));

  expect(ids(line.at_work)).toEqual(['op-1', 'op-2']);
  expect(ids(line.waiting)).toEqual(['op-3']);
});

test('asking again changes nothing', () => {
  const line = arriving(1, asked(1), asked(2));

  expect(stand(line, asked(1), 1).line).toEqual(line);
  expect(stand(line, asked(2), 1).line).toEqual(line);
});

test('room is for the first who waits, whoever comes by', () => {
  const room = without(arriving(1, asked(1), asked(2), asked(3)), new Set(['op-1']));

  expect(stand(room, asked(3), 1).turn).toEqual({ kind: 'waiting', behind: undefined });
  expect(stand(room, asked(2), 1).turn).toEqual({ kind: 'at_work' });
});

test('who asked earlier stands further ahead, also if it comes later', () => {
  const line = arriving(1, asked(1), asked(3));

  expect(ids(stand(line, asked(2), 1).line.waiting)).toEqual(['op-2', 'op-3']);
});

test('of two with one target the second waits for the first, though there is room', () => {
  const line = arriving(5, asked(1, 'shop'));

  const { turn } = stand(line, asked(2, 'shop'), 5);

  expect(turn).toMatchObject({ kind: 'waiting', behind: asked(1, 'shop') });
});

test('nobody waits behind one that waits for its target', () => {
  const line = arriving(2, asked(1, 'shop'), asked(2, 'shop'));

  expect(stand(line, asked(3), 2).turn).toEqual({ kind: 'at_work' });
  expect(stand(line, asked(4, 'shop'), 2).turn).toMatchObject({ behind: asked(1, 'shop') });
});

test('who goes on after a failure is at work beyond the limit, and counts', () => {
  const line = reentered(arriving(1, asked(2), asked(3)), asked(1));

  expect(ids(line.at_work)).toEqual(['op-2', 'op-1']);
  expect(next(without(line, new Set(['op-2'])), 1)).toEqual([]);
  expect(ids(next(without(line, new Set(['op-1', 'op-2'])), 1))).toEqual(['op-3']);
});

test('an operation relies on those at work and on those ahead that go or have its target, and on no other', () => {
  const line = arriving(2, asked(1), asked(2, 'shop'), asked(3, 'shop'), asked(4), asked(5));

  expect(ids(stand(line, asked(6, 'shop'), 2).relies_on)).toEqual(['op-1', 'op-2', 'op-3']);
});

test('whatever comes, ends and asks again: never too many at work, never two on one target, and everybody gets there in order', () => {
  const history = fc.array(
    fc.record({
      ends: fc.boolean(),
      which: fc.nat(19),
    }),
    { maxLength: 120 },
  );
  const targets = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(history, targets, fc.integer({ min: 1, max: 4 }), (steps, wanted, limit) => {
      const all = wanted.map((target, index) => asked(index, target));
      const over = new Set<string>();
      const began: Entry[] = [];
      let line: Line = emptyLine;
      const ask = (one: Entry) => {
        if (over.has(one.operation_id)) return;
        const before = ids(line.at_work);
        line = stand(line, one, limit).line;
        if (!before.includes(one.operation_id) && ids(line.at_work).includes(one.operation_id))
          began.push(one);
        expect(line.at_work.length).toBeLessThanOrEqual(limit);
        const busy = line.at_work.map(({ target }) => target);
        expect(new Set(busy).size).toBe(busy.length);
      };
      const end = (id: string | undefined) => {
        if (id === undefined) return;
        over.add(id);
        line = without(line, new Set([id]));
      };
      for (const one of all) ask(one);
      for (const { ends, which } of steps)
        if (ends) end(ids(line.at_work)[which % Math.max(1, line.at_work.length)]);
        else ask(all[which] ?? asked(0));
      while (began.length < all.length) {
        end(ids(line.at_work)[0]);
        for (const one of next(line, limit)) ask(one);
      }
      for (const target of new Set(wanted))
        expect(began.filter((one) => one.target === target)).toEqual(
          all.filter((one) => one.target === target),
        );
    }),
  );
});
