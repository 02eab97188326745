import { describe, expect, it } from 'vitest';
import { parseSchedule } from './schedule.ts';

/** The first `count` firings after a time. */
function firings(expression: string, after: string, count: number): string[] {
  const next = parseSchedule(expression);
  const found: string[] = [];
  let time = next(Date.parse(after));
  while (time !== undefined && found.length < count) {
    found.push(new Date(time).toISOString().slice(0, 16));
    time = next(time);
  }
  return found;
}

describe('a rate', () => {
  it.each([
    ['rate(1 minute)', '2026-01-01T00:01'],
    ['rate(5 minutes)', '2026-01-01T00:05'],
    ['rate(1 hour)', '2026-01-01T01:00'],
    ['rate(2 days)', '2026-01-03T00:00'],
  ])('%s counts from the time before', (expression, first) => {
    expect(firings(expression, '2026-01-01T00:00Z', 1)).toEqual([first]);
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'rate(5)',
    '5',
  ])('%s is refused', (expression) => {
    expect(() => parseSchedule(expression)).toThrow('Parameter ScheduleExpression is not valid.');
  });
});

describe('a cron expression', () => {
  it.each([
    ['every day', '0 10 * * ? *', ['2026-01-01T10:00', '2026-01-02T10:00']],
    ['later the same day', '30 12 1 * ? *', ['2026-01-01T12:30', '2026-02-01T12:30']],
    ['a list', '5,35 14 * * ? *', ['2026-01-01T14:05', '2026-01-01T14:35', '2026-01-02T14:05']],
    ['steps', '0/20 9 * * ? *', ['2026-01-01T09:20', '2026-01-01T09:40', '2026-01-02T09:00']],
    ['steps in a range', '0 10-16/3 * * ? *', ['2026-01-01T10:00', '2026-01-01T13:00']],
    ['a range over midnight', '0 23-0 * * ? *', ['2026-01-01T23:00', '2026-01-02T00:00']],
    [
      'weekdays',
      '0 18 ? * MON-FRI *',
      ['2026-01-01T18:00', '2026-01-02T18:00', '2026-01-05T18:00'],
    ],
    ['weekdays by number', '0 8 ? * 1 *', ['2026-01-04T08:00']],
    ['weekdays around the weekend', '0 8 ? * SAT-SUN *', ['2026-01-03T08:00', '2026-01-04T08:00']],
    ['months by name', '0 0 1 FEB,APR ? *', ['2026-02-01T00:00', '2026-04-01T00:00']],
    ['years', '0 0 1 1 ? 2028-2029', ['2028-01-01T00:00', '2029-01-01T00:00']],
    ['the last day', '0 0 L * ? *', ['2026-01-31T00:00', '2026-02-28T00:00']],
    ['a leap day', '0 0 29 2 ? *', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['the last weekday', '0 0 LW * ? *', ['2026-01-30T00:00', '2026-02-27T00:00']],
    ['the weekday before a Saturday', '0 0 10W 1 ? *', ['2026-01-09T00:00']],
    ['the weekday after a Sunday', '0 0 11W 1 ? *', ['2026-01-12T00:00']],
    ['the weekday after the 1st, within its month', '0 0 1W 8 ? *', ['2026-08-03T00:00']],
    ['the weekday before the last, within its month', '0 0 31W 5 ? *', ['2026-05-29T00:00']],
    ['the last Friday', '15 10 ? * 6L *', ['2026-01-30T10:15', '2026-02-27T10:15']],
    ['the second Tuesday', '0 0 ? * 3#2 *', ['2026-01-13T00:00', '2026-02-10T00:00']],
    ['Saturday as the last day of the week', '0 0 ? * L *', ['2026-01-03T00:00']],
    ['the third Saturday by name', '0 2 ? * SAT#3 *', ['2026-01-17T02:00']],
    ['no more firings', '0 0 1 1 ? 2020', []],
  ])('%s', (_, fields, expected) => {
    const shown = Math.max(1, expected.length);
    expect(firings(`cron(${fields})`, '2026-01-01T09:00Z', shown)).toEqual(expected);
  });

  it.each([
    ['0 10 * * *', 'six fields expected, not 5'],
    ['0 10 * * * *', 'exactly one of Day-of-month and Day-of-week must be ?'],
    ['0 10 ? * ? *', 'exactly one of Day-of-month and Day-of-week must be ?'],
    ['60 10 * * ? *', 'Minutes cannot be 60'],
    ['0 dummy * * ? *', 'Hours cannot be dummy'],
    ['0 10 * 13 ? *', 'Month cannot be 13'],
    ['0 10 ? * NOT *', 'Day-of-week cannot be NOT'],
    ['0 10 ? * 3#6 *', 'Day-of-week cannot be 3#6'],
    ['0 10 ? * 3#1,6#3 *', 'Day-of-week cannot be 3#1,6#3'],
    ['0 10 L-3 * ? *', 'Day-of-month cannot be L-3'],
    ['0 10 1,15W * ? *', 'Day-of-month cannot be 1,15W'],
    ['0/0 10 * * ? *', 'Minutes cannot be 0/0'],
    ['0 10 * * ? 1969', 'Year cannot be 1969'],
  ])('%s is refused: %s', (fields, reason) => {
    expect(() => parseSchedule(`cron(${fields})`)).toThrow(reason);
  });
});
