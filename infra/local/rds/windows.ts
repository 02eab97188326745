import { invalidValue } from './errors.ts';

/** In UTC, in the words of the API: `hh24:mi-hh24:mi` every day, `ddd:hh24:mi-ddd:hh24:mi` every week. */
interface Windows {
  readonly PreferredBackupWindow?: string | undefined;
  readonly PreferredMaintenanceWindow?: string | undefined;
}

/** On AWS they differ by region and are picked at random. */
const BACKUPS = ['03:00-03:30', '15:00-15:30'] as const;
const MAINTENANCES = ['sun:05:00-sun:05:30', 'sun:17:00-sun:17:30'] as const;

/** The windows of a new cluster. Those that are not asked for do not overlap those that are. */
export const chosenWindows = (asked: Windows): Required<Windows> => {
  const backup = asked.PreferredBackupWindow;
  const maintenance = asked.PreferredMaintenanceWindow?.toLowerCase();
  return {
    PreferredBackupWindow:
      backup ?? BACKUPS.find((free) => !maintenance || areApart(free, maintenance)) ?? BACKUPS[0],
    PreferredMaintenanceWindow:
      maintenance ??
      MAINTENANCES.find((free) => !backup || areApart(backup, free)) ??
      MAINTENANCES[0],
  };
};

/** Refuses windows that overlap, and either of them unless it is a range of 30 minutes at least. */
export const checkWindows = (windows: Windows): void => {
  const { PreferredBackupWindow = BACKUPS[0], PreferredMaintenanceWindow = MAINTENANCES[0] } =
    windows;
  if (!areApart(PreferredBackupWindow, PreferredMaintenanceWindow))
    throw invalidValue('The backup window and maintenance window must not overlap.');
};

const areApart = (backup: string, maintenance: string): boolean => {
  const daily = parsedBackup(backup);
  const weekly = parsedMaintenance(maintenance);
  return DAYS.every((_, day) => {
    const start = day * DAY + daily.start;
    const apart = (from: number, to: number) => (to - from + WEEK) % WEEK;
    return (
      apart(weekly.start, start) >= weekly.length && apart(start, weekly.start) >= daily.length
    );
  });
};

/** In minutes, from midnight or from the beginning of Sunday. */
interface Range {
  readonly start: number;
  readonly length: number;
}

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const BACKUP = new RegExp(`^(${TIME})-(${TIME})$`);
const MAINTENANCE = new RegExp(
  `^(${DAYS.join('|')}):(${TIME})-(${DAYS.join('|')}):(${TIME})$`,
  'i',
);

const parsedBackup = (text: string): Range => {
  const [, from, to] = BACKUP.exec(text) ?? [];
  if (!from || !to) throw malformed('backup', text, 'hh24:mi-hh24:mi');
  return range('backup', minutes('sun', from), minutes('sun', to), DAY);
};

const parsedMaintenance = (text: string): Range => {
  const [, day, from, lastDay, to] = MAINTENANCE.exec(text) ?? [];
  if (!day || !from || !lastDay || !to)
    throw malformed('maintenance', text, 'ddd:hh24:mi-ddd:hh24:mi');
  return range('maintenance', minutes(day, from), minutes(lastDay, to), WEEK);
};

const minutes = (day: string, time: string): number => {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return DAYS.indexOf(day.toLowerCase()) * DAY + hours * 60 + rest;
};

/** Ranges go past midnight, or past Saturday. */
const range = (which: string, start: number, end: number, cycle: number): Range => {
  const length = (end - start + cycle) % cycle;
  if (length < 30) throw invalidValue(`The ${which} window must be at least 30 minutes.`);
  return { start, length };
};

/** Its words, and those about the length, are assumed. */
const malformed = (which: string, text: string, format: string) =>
  invalidValue(
    `Invalid ${which} window format: ${text}. Should be specified as a range ${format} (24H Clock UTC).`,
  );
