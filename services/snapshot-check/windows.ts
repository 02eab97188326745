const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** Whether a daily window such as `03:00-03:30` ever meets a weekly one such as `sun:05:00-sun:05:30`. */
export function overlap(daily: string, weekly: string): boolean {
  const [start = 0, end = 0] = daily.split('-').map(minutesOf);
  const [opens = 0, closes = 0] = weekly.split('-').map(minutesOf);
  const lasts = (DAY + end - start) % DAY;
  const open = (WEEK + closes - opens) % WEEK;
  return DAYS.some((_, day) => {
    const after = (WEEK + day * DAY + start - opens) % WEEK;
    return after < open || after + lasts > WEEK;
  });
}

/** Since the day, or the week, began. */
function minutesOf(time: string): number {
  const [minutes = 0, hours = 0, day] = time.split(':').toReversed();
  return Math.max(0, DAYS.indexOf(`${day}`)) * DAY + Number(hours) * 60 + Number(minutes);
}
