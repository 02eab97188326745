import { type FieldRange, InvalidCron, parseField, parseValue } from './cron-field.ts';

export interface Day {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

export type DayTest = (day: Day) => boolean;

const DAY_OF_MONTH: FieldRange = { name: 'Day-of-month', least: 1, most: 31 };
const DAY_OF_WEEK: FieldRange = {
  name: 'Day-of-week',
  least: 1,
  most: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

/** One of the two fields says which days, the other must be `?`. */
export function parseDays(ofMonth: string, ofWeek: string): DayTest {
  if ((ofMonth === '?') === (ofWeek === '?')) {
    throw new InvalidCron('exactly one of Day-of-month and Day-of-week must be ?');
  }
  return ofWeek === '?' ? daysOfMonth(ofMonth) : daysOfWeek(ofWeek);
}

/** `L` is the last day, `LW` the last weekday, `15W` the weekday nearest to the 15th in its month. */
function daysOfMonth(text: string): DayTest {
  if (text === 'L') return (date) => date.day === lastDay(date);
  if (text === 'LW') return (date) => date.day === nearestWeekday(date, lastDay(date));
  if (text.endsWith('W')) {
    const wanted = parseValue(text.slice(0, -1), DAY_OF_MONTH, text);
    return (date) => wanted <= lastDay(date) && date.day === nearestWeekday(date, wanted);
  }
  const days = parseField(text, DAY_OF_MONTH);
  return ({ day }) => days.has(day);
}

/** `L` is Saturday, `6L` the month's last Friday, `3#2` its second Tuesday. */
function daysOfWeek(text: string): DayTest {
  if (text === 'L') return (date) => dayOfWeek(date) === 7;
  if (text.endsWith('L')) {
    const wanted = parseValue(text.slice(0, -1), DAY_OF_WEEK, text);
    return (date) => dayOfWeek(date) === wanted && date.day > lastDay(date) - 7;
  }
  const [weekday = '', nth, ...others] = text.split('#');
  if (nth !== undefined) {
    if (!/^[1-5]$/.test(nth) || others.length > 0) {
      throw new InvalidCron(`Day-of-week cannot be ${text}`);
    }
    const wanted = parseValue(weekday, DAY_OF_WEEK, text);
    return (date) => dayOfWeek(date) === wanted && Math.ceil(date.day / 7) === Number(nth);
  }
  const weekdays = parseField(text, DAY_OF_WEEK);
  return (date) => weekdays.has(dayOfWeek(date));
}

/** 1 is Sunday. */
const dayOfWeek = ({ year, month, day }: Day) =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

export const lastDay = ({ year, month }: Pick<Day, 'year' | 'month'>) =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

function nearestWeekday({ year, month }: Day, day: number): number {
  const weekday = dayOfWeek({ year, month, day });
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === lastDay({ year, month }) ? day - 2 : day + 1;
  return day;
}
