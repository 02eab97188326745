import { type Field, toAlternatives } from './pattern/alternatives.ts';
import { type Elements, leavesAt, together } from './pattern/leaves.ts';

export { InvalidPattern } from './pattern/invalid-pattern.ts';

export type EventMatcher = (event: object) => boolean;

/**
 * Compiles an event pattern, or an SNS filter policy: they share the language. Rejects what AWS
 * rejects with an `InvalidPattern` that says why.
 *
 * Where documentation is silent this follows AWS's open-source matcher, Event Ruler.
 */
export function compilePattern(pattern: unknown): EventMatcher {
  const alternatives = toAlternatives(pattern);
  return (event) => alternatives.some((fields) => matches(event, fields, new Map()));
}

/** Whether every field finds a value, all of them in the same elements of the arrays they cross. */
function matches(event: object, fields: readonly Field[], chosen: Elements): boolean {
  const [field, ...others] = fields;
  if (field === undefined) return true;
  let present = false;
  let triedHere = false;
  for (const leaf of leavesAt(event, field.path)) {
    const elements = together(chosen, leaf.elements);
    if (elements === undefined) continue;
    present = true;
    if (!field.tests.some((test) => test(leaf.value))) continue;
    if (elements === chosen) {
      if (triedHere) continue;
      triedHere = true;
    }
    if (matches(event, others, elements)) return true;
  }
  return !present && field.mayBeAbsent && matches(event, others, chosen);
}
