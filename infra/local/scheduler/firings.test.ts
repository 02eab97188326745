import { expect, it } from 'vitest';
import { firings } from './firings.ts';

/** The first moments, in UTC, at which a schedule fires. */
function moments(
  ScheduleExpression: string,
  { from, zone = 'UTC', count = 3, start, end }: Settings,
): string[] {
  const next = firings(
    {
      ScheduleExpression,
      ScheduleExpressionTimezone: zone,
      StartDate: start === undefined ? undefined : Date.parse(start),
      EndDate: end === undefined ? undefined : Date.parse(end),
    },
    Date.parse(from),
  );
  const found: string[] = [];
  for (let at = next(Date.parse(from)); at !== undefined && found.length < count; at = next(at))
    found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'));
  return found;
}

interface Settings {
  readonly from: string;
  readonly zone?: string;
  readonly count?: number;
  readonly start?: string;
  readonly end?: string;
}

it('a cron is in UTC where no time zone is named', () => {
  expect(moments('cron(30 4 * * ? *)', { from: '2026-03-28T12:00:00Z', count: 2 })).toEqual([
    '2026-03-29T04:30Z',
    '2026-03-30T04:30Z',
  ]);
});

it('a cron keeps to the wall clock of its time zone when the clocks change', () => {
  const zone = 'Europe/Berlin';

  expect(moments('cron(30 4 * * ? *)', { from: '2026-03-27T12:00:00Z', zone })).toEqual([
    '2026-03-28T03:30Z',
    '2026-03-29T02:30Z',
    '2026-03-30T02:30Z',
  ]);
  expect(moments('cron(30 4 * * ? *)', { from: '2026-10-23T12:00:00Z', zone })).toEqual([
    '2026-10-24T02:30Z',
    '2026-10-25T03:30Z',
    '2026-10-26T03:30Z',
  ]);
});

it('a time that the clocks leap over in spring is left out', () => {
  const settings = { from: '2026-03-27T12:00:00Z', zone: 'Europe/Berlin' };

  expect(moments('cron(30 2 * * ? *)', settings)).toEqual([
    '2026-03-28T01:30Z',
    '2026-03-30T00:30Z',
    '2026-03-31T00:30Z',
  ]);
});

it.each([
  ['Europe/Berlin', 'cron(30 2 * * ? *)', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
  ['America/New_York', 'cron(30 1 * * ? *)', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
])('a time that the clocks of %s show twice in autumn fires once', (zone, expression, expected) => {
  const from = expected[0]?.replace(/T.*/, 'T00:00:00Z') ?? '';

  expect(moments(expression, { from, zone, count: 2 })).toEqual(expected);
});

it('a rate begins with the minute in which it is made', () => {
  expect(moments('rate(2 hours)', { from: '2026-03-10T12:00:00Z' })).toEqual([
    '2026-03-10T12:01Z',
    '2026-03-10T14:01Z',
    '2026-03-10T16:01Z',
  ]);
});

it('a rate counts from its start date, also from one that has passed', () => {
  const from = '2026-03-10T12:00:00Z';

  expect(moments('rate(1 day)', { from, start: '2026-03-11T08:00:00Z', count: 2 })).toEqual([
    '2026-03-11T08:00Z',
    '2026-03-12T08:00Z',
  ]);
  expect(moments('rate(1 day)', { from, start: '2026-03-01T08:00:00Z', count: 2 })).toEqual([
    '2026-03-11T08:00Z',
    '2026-03-12T08:00Z',
  ]);
});

it('nothing fires before the start date, or from the end date on', () => {
  const settings = {
    from: '2026-03-10T12:00:00Z',
    start: '2026-03-12T04:30:00Z',
    end: '2026-03-14T04:30:00Z',
  };

  expect(moments('cron(30 4 * * ? *)', settings)).toEqual([
    '2026-03-12T04:30Z',
    '2026-03-13T04:30Z',
  ]);
});

it('a time of its own is in its time zone and comes once', () => {
  const zone = 'America/New_York';

  expect(moments('at(2026-07-01T09:00:00)', { from: '2026-03-10T12:00:00Z', zone })).toEqual([
    '2026-07-01T13:00Z',
  ]);
});

it.each(['every day', 'rate(0 minutes)', 'cron(30 4 * * *)', 'at(2026-07-01)', 'at(soon)'])(
  '%s is refused',
  (expression) => {
    expect(() => moments(expression, { from: '2026-03-10T12:00:00Z' })).toThrow();
  },
);

it('an unknown time zone is refused by its name', () => {
  expect(() =>
    moments('rate(1 day)', { from: '2026-03-10T12:00:00Z', zone: 'Europe/Atlantis' }),
  ).toThrow('Europe/Atlantis');
});
