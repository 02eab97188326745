import { memberPath } from './input-problems.ts';
import type { Member, Shape } from './shape.ts';
import { formatTimestamp, type TimestampFormat } from './timestamp.ts';

/**
 * An operation's output, piece by piece. What the service's API does not have is a fault of the
 * service's code, so it throws rather than leave it out.
 */
export function outputMembers(
  members: ReadonlyMap<string, Member>,
  value: unknown,
  at: string,
): { member: Member; value: unknown; at: string }[] {
  return outputEntries(value, at).map(([name, item]) => {
    const member = members.get(name);
    if (member === undefined) throw unfit(memberPath(at, name), 'is not a member of it');
    return { member, value: item, at: memberPath(at, name) };
  });
}

/** Without what is null or undefined. */
export function outputEntries(value: unknown, at: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null) throw unfit(at, 'is not an object');
  const entries: [string, unknown][] = Object.entries(value);
  return entries.filter(([, item]) => item !== null && item !== undefined);
}

export function outputItems(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw unfit(at, 'is not a list');
  return value;
}

export function outputScalar(
  shape: Shape,
  value: unknown,
  at: string,
  timestamps: TimestampFormat,
): string | number | boolean {
  if (shape.kind === 'timestamp' && value instanceof Date)
    return formatTimestamp(value, shape.format ?? timestamps);
  if (shape.kind === 'blob' && value instanceof Uint8Array)
    return Buffer.from(value).toString('base64');
  if (shape.kind === 'string' && typeof value === 'string') return value;
  if (shape.kind === 'number' && typeof value === 'number') return value;
  if (shape.kind === 'boolean' && typeof value === 'boolean') return value;
  throw unfit(at, `is not a ${shape.kind}`);
}

function unfit(at: string, problem: string): Error {
  return new Error(`The operation's output does not fit its API: '${at}' ${problem}`);
}
