import type { Store } from 'dynalite/db/index.js';
import { checkTypes, checkValidations } from 'dynalite/validations/index.js';
import { correct } from './expressions.ts';
import { invalid } from './failure.ts';
import type { Operation } from './operations.ts';

/** Checks a request's input, and parses its expressions. */
export function decode({ types, custom }: Operation, input: object, store: Store): object {
  const known = checkTypes(structuredClone(input), types);
  const dropped = missing(input, known);
  if (dropped) throw invalid(`${dropped} is not supported by the local DynamoDB`);
  checkValidations(known, types, custom, store);
  correct(known);
  return known;
}

/** The path of something in `given` that is not in `known`. */
function missing(given: unknown, known: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const kept = typeof known === 'object' && known !== null ? known : {};
  for (const [key, value] of Object.entries(given)) {
    if (value === null) continue;
    if (!Object.hasOwn(kept, key)) return key;
    const inner = missing(value, Reflect.get(kept, key));
    if (inner) return `${key}.${inner}`;
  }
  return undefined;
}
