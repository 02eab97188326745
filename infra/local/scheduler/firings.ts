import { invalid } from '../eventbridge/errors.ts';
import { type NextFiring, parseSchedule } from '../eventbridge/schedule/schedule.ts';
import type { ScheduleProperties } from './schedule-properties.ts';
import { type TimeZone, timeZone } from './time-zone.ts';

type When = Pick<
  ScheduleProperties,
  'ScheduleExpression' | 'ScheduleExpressionTimezone' | 'StartDate' | 'EndDate'
>;

/**
 * When a schedule made at `created` fires.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function firings(
  { ScheduleExpression: expression, ScheduleExpressionTimezone, StartDate, EndDate }: When,
  created: number,
): NextFiring {
  const zone = timeZone(ScheduleExpressionTimezone);
  if (expression.startsWith('at(')) return once(expression, zone);
  const next = expression.startsWith('rate(')
    ? every(parseSchedule(expression)(0) ?? 0, StartDate ?? created + FIRST_OF_RATE_MS)
    : inZone(parseSchedule(expression), zone);
  return within(next, StartDate, EndDate);
}

/**
 * A rate without a start date begins "immediately", which is to the minute as all firings are. Here
 * that is the minute's end, when all is there that the template declares.
 */
const FIRST_OF_RATE_MS = 60_000;

/** Start and end date are of no matter to it. */
function once(expression: string, zone: TimeZone): NextFiring {
  const [, text = ''] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression) ?? [];
  const wallClock = Date.parse(`${text}Z`);
  if (Number.isNaN(wallClock)) throw invalid(`Invalid Schedule Expression ${expression}.`);
  const moment = zone.firstShown(wallClock);
  return (after) => (moment !== undefined && moment > after ? moment : undefined);
}

/** A day is 24 hours in it, whatever the clocks of the zone do. */
const every =
  (period: number, first: number): NextFiring =>
  (after) =>
    after < first ? first : first + (Math.floor((after - first) / period) + 1) * period;

/**
 * The fields are what clocks show there. A time that they leap over in spring is left out, and one that
 * they show twice in autumn fires once. Source: "Daylight savings time" in the guide's "Schedule types".
 * That it is the first of the two is assumed.
 */
const inZone =
  (nextOnWall: NextFiring, zone: TimeZone): NextFiring =>
  (after) => {
    let wallClock = nextOnWall(zone.wallClock(after));
    while (wallClock !== undefined) {
      const moment = zone.firstShown(wallClock);
      if (moment !== undefined && moment > after) return moment;
      wallClock = nextOnWall(wallClock);
    }
    return undefined;
  };

const within =
  (
    next: NextFiring,
    start = Number.NEGATIVE_INFINITY,
    end = Number.POSITIVE_INFINITY,
  ): NextFiring =>
  (after) => {
    const firing = next(Math.max(after, start - 1));
    return firing !== undefined && firing < end ? firing : undefined;
  };
