import { isDeepStrictEqual } from 'node:util';
import { compare } from 'dynalite/db/index.js';

/** An attribute's value as it is on the wire: exactly one of these, binary as base64. */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
  readonly L?: readonly AttributeValue[];
  readonly M?: Readonly<Record<string, AttributeValue>>;
}

/** Sets have no order, so neither has their equality. */
export function equal(a: AttributeValue, b: AttributeValue): boolean {
  return isDeepStrictEqual(canonical(a), canonical(b));
}

function canonical(value: AttributeValue): unknown {
  if (value.L) return { L: value.L.map(canonical) };
  if (value.M)
    return {
      M: Object.fromEntries(Object.entries(value.M).map(([key, child]) => [key, canonical(child)])),
    };
  return Object.entries(value).map(([type, content]) => [
    type,
    Array.isArray(content) ? content.toSorted() : content,
  ]);
}

/** Below, at or above zero as `a` comes before, with or after `b`; not a number where neither holds. */
export function order(a: AttributeValue, b: AttributeValue): number {
  if (a.N !== undefined && b.N !== undefined)
    return compare('<', a, [b]) ? -1 : compare('=', a, [b]) ? 0 : 1;
  if (a.S !== undefined && b.S !== undefined)
    return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(binary(a.B), binary(b.B));
  return Number.NaN;
}

export function startsWith(value: AttributeValue, start: AttributeValue): boolean {
  if (value.S !== undefined && start.S !== undefined) return value.S.startsWith(start.S);
  if (value.B === undefined || start.B === undefined) return false;
  const prefix = binary(start.B);
  return prefix.equals(binary(value.B).subarray(0, prefix.length));
}

export function contains(value: AttributeValue, part: AttributeValue): boolean {
  if (value.L) return value.L.some((member) => equal(member, part));
  if (part.S !== undefined) return (value.S ?? value.SS ?? []).includes(part.S);
  if (part.N !== undefined) return (value.NS ?? []).includes(part.N);
  if (part.B === undefined) return false;
  return value.B ? binary(value.B).includes(binary(part.B)) : (value.BS ?? []).includes(part.B);
}

/** `undefined` for what has no size. */
export function size(value: AttributeValue): AttributeValue | undefined {
  const counted =
    value.S ??
    (value.B === undefined ? undefined : binary(value.B)) ??
    value.SS ??
    value.NS ??
    value.BS ??
    value.L ??
    (value.M && Object.keys(value.M));
  return counted === undefined ? undefined : { N: String(counted.length) };
}

const binary = (base64: string) => Buffer.from(base64, 'base64');
