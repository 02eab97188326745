import { read, without } from './expression.ts';
import type { Guard, Tamper } from './wire.ts';

/** Every part of a condition by a name for people, with the condition as it is without that part. */
function partsOf({ what, expression, names }: Guard): ReadonlyMap<string, string> {
  const called = (term: string) =>
    term.replace(/#n\d+/g, (alias) => names[alias] ?? alias).replace(/:v\d+/g, '?');
  return new Map(
    [...without(read(expression), called)].map(([name, text]) => [`${what}: ${name}`, text]),
  );
}

/** Leaves this part out wherever it stands, and notes every part that it meets. */
export const leavingOut =
  (part: string, met: Set<string>): Tamper =>
  (guard) => {
    const parts = partsOf(guard);
    for (const name of parts.keys()) met.add(name);
    return parts.get(part) ?? guard.expression;
  };
