import {
  type AttributeValue,
  contains,
  equal,
  order,
  size,
  startsWith,
} from './attribute-value.ts';

export type Path = readonly (string | number)[];

/** A condition, a filter or `size(...)` as dynalite's parser gives it. */
export interface Expression {
  readonly type: string;
  readonly name?: string;
  readonly args: readonly Argument[];
}

type Argument = Expression | Path | AttributeValue;

export type ValueAt = (path: Path) => AttributeValue | null | undefined;

/**
 * Whether an item meets a condition or filter.
 *
 * Dynalite's own answer is wrong, or an exception that ends everything, where an operand is missing or
 * is a document. To DynamoDB a comparison with a missing operand is false, but `<>` is true.
 */
export function holds({ type, name, args }: Expression, valueAt: ValueAt): boolean {
  const met = (arg: Argument) => isExpression(arg) && holds(arg, valueAt);
  if (type === 'and') return args.every(met);
  if (type === 'or') return args.some(met);
  if (type === 'not') return !args.some(met);

  const operator = name ?? type;
  const [value, ...others] = args.map((arg) => resolve(arg, valueAt));
  const operands = others.filter((other) => other !== undefined);
  if (operator === 'attribute_exists') return value !== undefined;
  if (operator === 'attribute_not_exists') return value === undefined;
  if (operator === 'in') return operands.some((operand) => value && equal(value, operand));
  if (!value || operands.length < others.length) return operator === '<>';
  return compares(operator, value, operands);
}

function compares(
  operator: string,
  value: AttributeValue,
  [first = {}, second = {}]: readonly AttributeValue[],
): boolean {
  switch (operator) {
    case '=':
      return equal(value, first);
    case '<>':
      return !equal(value, first);
    case '<':
      return order(value, first) < 0;
    case '<=':
      return order(value, first) <= 0;
    case '>':
      return order(value, first) > 0;
    case '>=':
      return order(value, first) >= 0;
    case 'between':
      return order(value, first) >= 0 && order(value, second) <= 0;
    case 'attribute_type':
      return first.S !== undefined && Object.hasOwn(value, first.S);
    case 'begins_with':
      return startsWith(value, first);
    case 'contains':
      return contains(value, first);
    default:
      throw new Error(`a condition was parsed that nothing here decides: ${operator}`);
  }
}

const isExpression = (arg: Argument): arg is Expression => 'args' in arg;
const isPath = (arg: Path | AttributeValue): arg is Path => Array.isArray(arg);

function resolve(arg: Argument, valueAt: ValueAt): AttributeValue | undefined {
  if (isExpression(arg)) {
    const [measured] = arg.args.map((inner) => resolve(inner, valueAt));
    return measured && size(measured);
  }
  return isPath(arg) ? (valueAt(arg) ?? undefined) : arg;
}
