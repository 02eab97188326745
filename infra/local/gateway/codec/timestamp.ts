/** Seconds since the epoch or ISO 8601: clients send either. */
export function parseTimestamp(value: unknown): Date | undefined {
  const date = new Date(isSeconds(value) ? Number(value) * 1000 : String(value));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function isSeconds(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value));
}

export type TimestampFormat = 'date-time' | 'http-date' | 'seconds';

export function formatTimestamp(value: Date, format: TimestampFormat): string | number {
  if (format === 'seconds') return value.getTime() / 1000;
  return format === 'http-date' ? value.toUTCString() : value.toISOString();
}
