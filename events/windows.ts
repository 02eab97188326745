const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** Source: RDS API, CreateDBCluster: "Must be at least 30 minutes". */
const SHORTEST = 30;

/** A backup or maintenance window in minutes: when it begins in the day or week, and how long it lasts. */
function minutesOf(window: string): { readonly begins: number; readonly lasts: number } {
  const [begins = 0, ends = 0] = window.split('-').map(sinceTheBeginning);
  const whole = /^[a-z]/i.test(window) ? WEEK : DAY;
  return { begins, lasts: (whole + ends - begins) % whole };
}

/** What is no window is for others to refuse. */
export const lastsLongEnough = (window: string): boolean => !(minutesOf(window).lasts < SHORTEST);

/** Whether a daily window such as `03:00-03:30` ever meets a weekly one such as `sun:05:00-sun:05:30`. */
export function overlap(daily: string, weekly: string): boolean {
  const [backup, maintenance] = [minutesOf(daily), minutesOf(weekly)];
  return DAYS.some((_, day) => {
    const after = (WEEK + day * DAY + backup.begins - maintenance.begins) % WEEK;
    return after < maintenance.lasts || after + backup.lasts > WEEK;
  });
}

/** A daily window of the shortest length, as far from the weekly one as can be. */
export function farFrom(weekly: string): string {
  const { begins, lasts } = minutesOf(weekly);
  const at = (begins + Math.round((lasts + DAY - SHORTEST) / 2)) % DAY;
  return `${clock(at)}-${clock((at + SHORTEST) % DAY)}`;
}

function sinceTheBeginning(time: string): number {
  const [minutes = 0, hours = 0, day] = time.toLowerCase().split(':').toReversed();
  return Math.max(0, DAYS.indexOf(`${day}`)) * DAY + Number(hours) * 60 + Number(minutes);
}

const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
