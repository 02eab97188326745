/**
 * Aurora MySQL versions, such as `8.0.mysql_aurora.3.08.0`: the version of MySQL, then Aurora's own.
 * Negative where the first is older, 0 where they are the same.
 */
export function compareVersions(one: string, other: string): number {
  const [ours, theirs] = [numbers(one), numbers(other)];
  for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
    const difference = (ours[index] ?? 0) - (theirs[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const numbers = (version: string) => (version.match(/\d+/g) ?? []).map(Number);

/** The parameter groups that fit a version, e.g. `aurora-mysql8.0`. */
export const parameterFamily = (version: string): string =>
  `aurora-mysql${version.split('.mysql_aurora')[0]}`;
