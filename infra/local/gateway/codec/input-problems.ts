/** Why a request is refused, to follow `Value at '<path>'`. */
export const problems = {
  missing: 'failed to satisfy constraint: Member must not be null',
  unknown: 'is not a parameter of this operation',
  notA: (kind: string) => `is not a ${kind}`,
};

/** e.g. `Targets[0].Arn` */
export function memberPath(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}
