import { lastDay, parseDays } from './cron-days.ts';
import { type FieldRange, InvalidCron, parseField } from './cron-field.ts';

export { InvalidCron } from './cron-field.ts';

const MINUTES: FieldRange = { name: 'Minutes', least: 0, most: 59 };
const HOURS: FieldRange = { name: 'Hours', least: 0, most: 23 };
const MONTH: FieldRange = {
  name: 'Month',
  least: 1,
  most: 12,
  names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' '),
};
const YEAR: FieldRange = { name: 'Year', least: 1970, most: 2199 };

/**
 * The six fields of AWS's cron expressions: minutes, hours, day-of-month, month, day-of-week, year.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseCron(text: string): (after: number) => number | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) throw new InvalidCron(`six fields expected, not ${fields.length}`);
  const minutes = [...parseField(minute, MINUTES)].sort((a, b) => a - b);
  const hours = [...parseField(hour, HOURS)].sort((a, b) => a - b);
  const months = parseField(month, MONTH);
  const years = parseField(year, YEAR);
  const onDay = parseDays(dayOfMonth, dayOfWeek);

  function* firingsFrom(start: Date): Generator<number> {
    for (let year = start.getUTCFullYear(); year <= YEAR.most; year += 1) {
      if (!years.has(year)) continue;
      const thisYear = year === start.getUTCFullYear();
      for (let month = thisYear ? start.getUTCMonth() + 1 : 1; month <= 12; month += 1) {
        if (!months.has(month)) continue;
        for (let day = 1; day <= lastDay({ year, month }); day += 1) {
          if (!onDay({ year, month, day })) continue;
          for (const hour of hours)
            for (const minute of minutes) yield Date.UTC(year, month - 1, day, hour, minute);
        }
      }
    }
  }

  return (after) => {
    for (const firing of firingsFrom(new Date(after))) if (firing > after) return firing;
    return undefined;
  };
}
