const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds for people: `0.3 s`, `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  const shown = Math.max(0, ms);
  if (shown < 9.95 * SECOND) return `${(shown / SECOND).toFixed(1)} s`;
  if (shown < MINUTE - SECOND / 2) return `${Math.round(shown / SECOND)} s`;
  if (shown < HOUR - SECOND / 2) return pair(Math.round(shown / SECOND), 'min', 's');
  return pair(Math.round(shown / MINUTE), 'h', 'min');
}

const pair = (small: number, bigUnit: string, smallUnit: string): string =>
  `${Math.floor(small / 60)} ${bigUnit} ${String(small % 60).padStart(2, '0')} ${smallUnit}`;

/** Between two times as the tables hold them. */
export const between = (from: string, to: string | Date): number =>
  new Date(to).getTime() - new Date(from).getTime();
