import { expect, test } from 'vitest';
import { at, eventWith, operationWith } from '../../shared/operation/operation.fixture.ts';
import { plain } from '../output/paint.ts';
import { changeLines } from './change-lines.ts';

const started = { event: eventWith(), started_at: at(-60) };
const ended = { ...started, ended_at: at(-50) };
const waiting = { ...started, waiting: { since: at(-55), reason: 'RDS is copying' } };

const standing = (check_copy: object, delete_rds?: object) => ({
  operation: operationWith({
    step: delete_rds ? 'delete_rds' : 'check_copy',
    stages: {
      check_copy: { ...started, ...check_copy },
      ...(delete_rds && { delete_rds: started }),
    },
  }),
});

test('a stage that waits is told once for each thing it waits for', () => {
  const first = changeLines(standing(started), standing(waiting), plain);
  const again = changeLines(standing(waiting), standing(waiting), plain);

  expect(first).toEqual(['  ● check_copy             0.0 s  RDS is copying']);
  expect(again).toEqual([]);
});

test('whoever waits for its turn hears of every place that it moves up to', () => {
  const inLine = { ...started, waiting: { since: at(-55), reason: 'waits for its turn' } };
  const last = { ...standing(inLine), queue: { line: 'restores', place: 3, of: 3 } as const };
  const second = { ...last, queue: { ...last.queue, place: 2 } };

  const moved = changeLines(last, second, plain);
  const again = changeLines(second, second, plain);

  expect(moved).toEqual(['  ● check_copy             0.0 s  waits for its turn (place 2 of 3)']);
  expect(again).toEqual([]);
});

test('a stage that has ended is told with its time', () => {
  const lines = changeLines(standing(waiting), standing(ended, started), plain);

  expect(lines).toEqual(['  ✓ check_copy              10 s']);
});

test('whoever looks late hears of everything', () => {
  expect(changeLines(undefined, standing(ended, started), plain)).toHaveLength(1);
});
