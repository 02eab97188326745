import { describe, expect, test } from 'vitest';
import { type Candidate, decide, isOverdue, isTooSoon, mustBeRepeated } from './decide.ts';
import type { Asked, ClusterState } from './rule-state.ts';

const START = Date.parse('2026-01-02T12:00:00Z');
const minute = (minutes: number) => new Date(START + minutes * 60_000);
const at = (minutes: number) => minute(minutes).toISOString();

const rule = { at_most_every_minutes: 0, look_after_minutes: 1500 };
const snapshot = (arn: string, minutes: number, status = 'available'): Candidate => ({
  arn,
  status,
  created_at: minute(minutes),
});
const asked = (minutes: number, more: Partial<Asked> = {}): Asked => ({
  snapshot_arn: 'last',
  created_at: at(minutes),
  asked_at: at(minutes + 5),
  operation_id: 'auto-rule-1',
  request: {},
  sent: true,
  ...more,
});

/** What comes of these snapshots of a rule that exists since the start. */
const decided = (
  snapshots: readonly Candidate[],
  state: ClusterState = {},
  more: Partial<Parameters<typeof decide>[1]> = {},
) => {
  const circumstances = { rule, since: at(0), now: minute(60), underWay: false, ...more };
  const decision = decide(state, { ...circumstances, snapshots });
  return decision.do === 'ask' ? `ask ${decision.snapshot.arn}` : decision.do;
};

describe('what is asked for', () => {
  test.each<[string, string, readonly Candidate[], ClusterState?]>([
    ['nothing is there', 'nothing', []],
    ['a snapshot came since the rule is there', 'ask new', [snapshot('new', 10)]],
    ['a snapshot was there before', 'nothing', [snapshot('old', -10)]],
    ['a snapshot came with the rule', 'nothing', [snapshot('same', 0)]],
    ['several came', 'ask c', [snapshot('a', 10), snapshot('c', 30), snapshot('b', 20)]],
    ['the newest is not available', 'ask a', [snapshot('a', 10), snapshot('b', 20, 'creating')]],
    ['the newest has failed', 'ask a', [snapshot('a', 10), snapshot('b', 20, 'failed')]],
    ['one came after the last', 'ask new', [snapshot('new', 30)], { asked: asked(20) }],
    [
      'only older ones than the last are there',
      'nothing',
      [snapshot('late', 10)],
      { asked: asked(20) },
    ],
    ['the last one is told of once more', 'nothing', [snapshot('last', 20)], { asked: asked(20) }],
    [
      'another was taken at the same moment',
      'nothing',
      [snapshot('twin', 20)],
      { asked: asked(20) },
    ],
    [
      'one of the last one’s name was taken since',
      'ask last',
      [snapshot('last', 21)],
      { asked: asked(20) },
    ],
    ['one has no time', 'nothing', [{ arn: 'new', status: 'available', created_at: undefined }]],
  ])('where %s: %s', (_, outcome, snapshots, state) => {
    expect(decided(snapshots, state)).toBe(outcome);
  });

  test('of two of one moment it is always the same', () => {
    const both = [snapshot('a', 10), snapshot('b', 10)];

    expect([decided(both), decided(both.toReversed())]).toEqual(['ask a', 'ask a']);
  });

  test('a rule that came back after long starts anew, whatever it asked for before', () => {
    expect(decided([snapshot('gone by', -10)], { asked: asked(-1000) })).toBe('nothing');
  });
});

describe('a snapshot from before the rule', () => {
  const told = { told: 'old' };

  test('is restored if an event tells of it right now', () => {
    expect(
      decided([snapshot('old', -10), snapshot('older', -20)], {}, { ...told, now: minute(1) }),
    ).toBe('ask old');
  });

  test('is not if the event comes more than an hour later', () => {
    expect(decided([snapshot('old', -10)], {}, { ...told, now: minute(50) })).toBe('ask old');
    expect(decided([snapshot('old', -10)], {}, { ...told, now: minute(50.1) })).toBe('nothing');
  });

  test('is not if a newer one was restored', () => {
    expect(decided([snapshot('old', -10)], { asked: asked(-5) }, { ...told, now: minute(1) })).toBe(
      'nothing',
    );
  });

  test('is still proven if it had to be waited for', () => {
    const making = decide(
      {},
      {
        rule,
        since: at(0),
        now: minute(1),
        told: 'old',
        underWay: false,
        snapshots: [snapshot('old', -10, 'creating')],
      },
    );

    expect(making).toMatchObject({ do: 'wait', arn: 'old' });
    expect(decided([snapshot('old', -10)], { awaits: 'old' }, { now: minute(5) })).toBe('ask old');
  });
});

describe('what is waited for', () => {
  const new_ = [snapshot('new', 30)];

  test('the end of the last restore', () => {
    expect(decided(new_, { asked: asked(20) }, { underWay: true })).toBe('wait');
  });

  test('the end of the period', () => {
    const daily = { rule: { ...rule, at_most_every_minutes: 1440 } };
    const state = { asked: asked(20), awaits: 'new' };

    expect(decided(new_, state, { ...daily, now: minute(25 + 1439) })).toBe('wait');
    expect(
      decided([...new_, snapshot('newer', 40)], state, { ...daily, now: minute(25 + 1440) }),
    ).toBe('ask newer');
  });

  test('nothing new: whatever is under way', () => {
    expect(decided([], { asked: asked(20) }, { underWay: true, now: minute(9999) })).toBe(
      'nothing',
    );
  });

  test('nothing that has come to nothing', () => {
    expect(decided([], { awaits: 'gone' })).toBe('nothing');
    expect(decided([snapshot('broken', 10, 'failed')], { awaits: 'broken' })).toBe('nothing');
  });
});

describe('of a cluster that was itself restored', () => {
  const taken = [snapshot('during', 10), snapshot('after', 30)];

  test.each([
    ['what was taken since is new', minute(20), 'ask after'],
    ['what was taken before that was done is not', minute(30), 'nothing'],
    ['nothing is asked for before that is done', 'unfinished', 'wait'],
  ] as const)('%s', (_, restored, expected) => {
    expect(decided(taken, {}, { restored })).toBe(expected);
  });

  test('nothing is waited for where nothing is new', () => {
    expect(decided([], {}, { restored: 'unfinished' })).toBe('nothing');
  });
});

describe('what is overdue', () => {
  const overdue = (state: ClusterState, minutes: number, more: object = {}) =>
    decide(state, {
      rule,
      since: at(0),
      now: minute(minutes),
      underWay: false,
      snapshots: [],
      ...more,
    });

  test('a rule by which nothing was restored for too long', () => {
    expect(overdue({}, 1500)).toEqual({ do: 'nothing', overdue: false });
    expect(overdue({}, 1501)).toEqual({ do: 'nothing', overdue: true });
  });

  test('a newest restored snapshot that is too old', () => {
    expect(overdue({ asked: asked(100) }, 1600)).toEqual({ do: 'nothing', overdue: false });
    expect(overdue({ asked: asked(100) }, 1601)).toEqual({ do: 'nothing', overdue: true });
  });

  test('nothing while a restore is under way, or may not be asked for', () => {
    expect(overdue({ asked: asked(100) }, 9999, { underWay: true })).toMatchObject({
      overdue: false,
    });
    expect(isOverdue({ asked: asked(100) }, { rule, since: at(0), now: minute(9999) })).toBe(true);
    expect(
      isTooSoon({ asked: asked(100) }, { ...rule, at_most_every_minutes: 10_000 }, minute(9999)),
    ).toBe(true);
  });
});

test.each<[string, Partial<Asked>, boolean, number, boolean]>([
  ['what is not known to be out is put again', { sent: false }, false, 0, true],
  ['however late', { sent: false }, false, 9999, true],
  ['but not where the operation has begun', { sent: false }, true, 0, false],
  ['what is out is given time', {}, false, 4, false],
  ['then it is put again', {}, false, 5, true],
  ['for an hour', {}, false, 60, false],
])('%s', (_, more, hasBegun, minutes, repeated) => {
  expect(mustBeRepeated(asked(0, more), hasBegun, minute(5 + minutes))).toBe(repeated);
});
