import * as z from 'zod';
import { restoreRequest } from '../../events/restore-request.ts';
import { plainName } from './plain-name.ts';

/** With the scheduled time behind it, the operation's id has 40 characters at most. */
const LONGEST_NAME = 19;

/** `cron(0 3 ? * SUN *)` or `rate(7 days)`. Source: EventBridge Scheduler guide, "Schedule types". */
const expression = z
  .string()
  .regex(/^(?:cron\((?:\S+ ){5}\S+\)|rate\([1-9]\d* (?:minute|hour|day)s?\))$/, {
    error: 'must be cron(...) with six fields, or rate(...)',
    abort: true,
  })
  .refine((given) => given.startsWith('rate') || leavesOneDayOpen(given), {
    error: 'must have ? as either its day of the month or its day of the week',
  });

function leavesOneDayOpen(cron: string): boolean {
  const [, , dayOfMonth, , dayOfWeek] = cron.split(' ');
  return (dayOfMonth === '?') !== (dayOfWeek === '?');
}

const timeZone = z.string().refine(
  (zone) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
    } catch {
      return false;
    }
  },
  { error: 'must be a time zone such as Europe/Berlin' },
);

/** What follows from the schedule itself, and what would restore nothing. */
const notToBeSaid = ['operation_id', 'requested_by', 'dry_run'];

/** A restore that is asked for again and again. */
const schedule = z.strictObject({
  name: plainName(LONGEST_NAME),
  expression,
  time_zone: timeZone.default('UTC'),
  /** Fires some time within so many minutes, if not at once. */
  flexible_minutes: z.int().min(1).max(1440).optional(),
  enabled: z.boolean().default(true),
  /** What is put on the bus each time, with an id of its own. */
  request: z.record(z.string(), z.unknown()).superRefine((request, context) => {
    const parsed = restoreRequest.safeParse(request);
    for (const issue of parsed.error?.issues ?? [])
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    for (const field of notToBeSaid)
      if (field in request)
        context.addIssue({
          code: 'custom',
          path: [field],
          message: 'is not for a schedule to say',
        });
  }),
});
export type Schedule = z.infer<typeof schedule>;

export const schedules = z
  .array(schedule)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
    error: 'names a schedule twice',
  })
  .default([]);
