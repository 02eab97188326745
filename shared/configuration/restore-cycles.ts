import { type FromTo, isHere, type Place, targetsOf } from './restore-targets.ts';
import { canBothMatch } from './wildcard.ts';

/**
 * Why these rules would restore for ever: one is about its own targets, or several are about each
 * other's in a circle. A rule that names no cluster is about no target of any rule, so none leads there.
 */
export function rulesInCycles(rules: readonly FromTo[], here?: Place): string[] {
  const leadsTo = (rule: FromTo) =>
    rules.filter((next) => isHere(next, here) && isAbout(next, targetsOf(rule)));
  const told: string[] = [];
  const done = new Set<FromTo>();
  const visit = (rule: FromTo, path: readonly FromTo[]): void => {
    const begin = path.indexOf(rule);
    if (begin >= 0) told.push(circle(path.slice(begin)));
    else if (!done.has(rule)) for (const next of leadsTo(rule)) visit(next, [...path, rule]);
    done.add(rule);
  };
  for (const rule of rules) visit(rule, []);
  return told;
}

const isAbout = ({ source: { cluster_id } }: FromTo, targets: string): boolean =>
  cluster_id !== undefined && canBothMatch(cluster_id, targets);

function circle(rules: readonly FromTo[]): string {
  const ways = rules.map(({ name }, index) => {
    const { name: next } = rules[(index + 1) % rules.length] ?? { name };
    return `a target of ${name} can be a source of ${next === name ? 'the same rule' : next}`;
  });
  return `would restore for ever: ${ways.join(', ')}`;
}
