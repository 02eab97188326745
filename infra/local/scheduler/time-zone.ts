import { invalid } from '../eventbridge/errors.ts';

/** What clocks show in a time zone. A wall-clock time is the milliseconds that it would be in UTC. */
export interface TimeZone {
  wallClock(utc: number): number;
  /** The first moment at which clocks show it; `undefined` where they leap over it. */
  firstShown(wallClock: number): number | undefined;
}

const DAY_MS = 86_400_000;

/** @param name as in the IANA's data, e.g. `Europe/Berlin` */
export function timeZone(name: string): TimeZone {
  const format = formatOf(name);
  const wallClock = (utc: number) => {
    const parts = new Map(
      format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    return Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
  };
  const offset = (utc: number) => wallClock(utc) - Math.floor(utc / 1000) * 1000;
  return {
    wallClock,
    firstShown(wall) {
      const moments = [wall - DAY_MS, wall + DAY_MS].map((near) => wall - offset(near));
      return moments.sort((a, b) => a - b).find((utc) => wallClock(utc) === wall);
    },
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw invalid(`Invalid ScheduleExpressionTimezone ${timeZone}.`);
  }
}
