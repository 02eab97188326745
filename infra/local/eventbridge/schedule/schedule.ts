import { invalid } from '../errors.ts';
import { InvalidCron, parseCron } from './cron.ts';

/** The first time after the given one, in milliseconds; `undefined` where there is none any more. */
export type NextFiring = (after: number) => number | undefined;

const RATE = /^rate\((\d+) (minute|hour|day)(s?)\)$/;
const UNITS = new Map([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
]);

/** `rate(5 minutes)` or `cron(0 12 * * ? *)`, in UTC. */
export function parseSchedule(expression: string): NextFiring {
  const [, count = '', unit = '', plural] = RATE.exec(expression) ?? [];
  const period = Number(count) * (UNITS.get(unit) ?? 0);
  if (period > 0 && (plural === 's') === (count !== '1')) return (after) => after + period;
  const [, fields] = /^cron\((.*)\)$/.exec(expression) ?? [];
  if (fields === undefined) throw invalid('Parameter ScheduleExpression is not valid.');
  try {
    return parseCron(fields);
  } catch (error) {
    if (!(error instanceof InvalidCron)) throw error;
    throw invalid(`Parameter ScheduleExpression is not valid. Reason: ${error.message}`);
  }
}
