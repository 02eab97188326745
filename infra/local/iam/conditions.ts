import { negations, operators } from './condition-operators.ts';
import type { RequestContext } from './pattern.ts';

export type Condition = (context: RequestContext) => boolean;

/**
 * Compiles one key of a policy's `Condition`, e.g. `ForAnyValue:StringLikeIfExists` on `aws:TagKeys`.
 * Throws on an operator that does not exist and on values it cannot take.
 */
export function compileCondition(
  operatorName: string,
  key: string,
  values: readonly string[],
  variables: boolean,
): Condition {
  const name = key.toLowerCase();
  if (operatorName === 'Null') return compileNull(name, values);
  const { quantifier, base, ifExists } = parseOperator(operatorName);
  const negated = negations.has(base);
  const operator = operators.get(negations.get(base) ?? base);
  if (operator === undefined) throw new Error(`unknown condition operator '${operatorName}'`);
  const matchers = values.map((value) => operator(value, { variables }));

  return (context) => {
    const actual = context.get(name) ?? [];
    if (actual.length === 0)
      return ifExists || quantifier === 'ForAllValues' || (negated && quantifier === undefined);
    const holds = (value: string) =>
      matchers.some((matches) => matches(value, context)) !== negated;
    const everyValue = quantifier === undefined ? negated : quantifier === 'ForAllValues';
    return everyValue ? actual.every(holds) : actual.some(holds);
  };
}

function parseOperator(text: string) {
  const [, quantifier, base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  return { quantifier, base, ifExists: ifExists !== undefined };
}

/** `"true"` asks that the key is missing, `"false"` that it is there. */
function compileNull(key: string, values: readonly string[]): Condition {
  const wanted = values.map((value) => {
    if (!/^(true|false)$/i.test(value)) throw new Error(`'${value}' is not true or false`);
    return value.toLowerCase() === 'true';
  });
  return (context) => wanted.includes((context.get(key) ?? []).length === 0);
}
