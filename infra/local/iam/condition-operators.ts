import { BlockList, isIP } from 'node:net';
import { compilePattern, type Matcher, type PatternOptions } from './pattern.ts';

/** Compiles one value of a condition. Throws if the operator cannot take it. */
export type Operator = (wanted: string, options: PatternOptions) => Matcher;

/** The operators that ask for a match; those that ask for none are their negations. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: compilePattern,
    StringEqualsIgnoreCase: (wanted, options) =>
      compilePattern(wanted, { ...options, ignoreCase: true }),
    StringLike: (wanted, options) => compilePattern(wanted, { ...options, wildcards: true }),
    NumericEquals: numeric((value, wanted) => value === wanted),
    NumericLessThan: numeric((value, wanted) => value < wanted),
    NumericLessThanEquals: numeric((value, wanted) => value <= wanted),
    NumericGreaterThan: numeric((value, wanted) => value > wanted),
    NumericGreaterThanEquals: numeric((value, wanted) => value >= wanted),
    DateEquals: date((value, wanted) => value === wanted),
    DateLessThan: date((value, wanted) => value < wanted),
    DateLessThanEquals: date((value, wanted) => value <= wanted),
    DateGreaterThan: date((value, wanted) => value > wanted),
    DateGreaterThanEquals: date((value, wanted) => value >= wanted),
    Bool: (wanted, options) => compilePattern(wanted, { ...options, ignoreCase: true }),
    IpAddress: ipAddress,
    ArnEquals: arn,
    ArnLike: arn,
  }),
);

export const negations: ReadonlyMap<string, string> = new Map(
  Object.entries({
    StringNotEquals: 'StringEquals',
    StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
    StringNotLike: 'StringLike',
    NumericNotEquals: 'NumericEquals',
    DateNotEquals: 'DateEquals',
    NotIpAddress: 'IpAddress',
    ArnNotEquals: 'ArnEquals',
    ArnNotLike: 'ArnLike',
  }),
);

type Comparison = (value: number, wanted: number) => boolean;

function numeric(compare: Comparison): Operator {
  return (wanted) => {
    const number = toNumber(wanted);
    if (Number.isNaN(number)) throw new Error(`'${wanted}' is not a number`);
    return (value) => compare(toNumber(value), number);
  };
}

function date(compare: Comparison): Operator {
  return (wanted) => {
    const time = toTime(wanted);
    if (Number.isNaN(time)) throw new Error(`'${wanted}' is not a date`);
    return (value) => compare(toTime(value), time);
  };
}

function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** ISO 8601, or seconds since the epoch. */
function toTime(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function ipAddress(wanted: string): Matcher {
  const [address = '', prefix] = wanted.split('/');
  const version = isIP(address);
  if (version === 0) throw new Error(`'${wanted}' is not an IP address or range`);
  const range = new BlockList();
  const family = version === 6 ? 'ipv6' : 'ipv4';
  range.addSubnet(address, prefix === undefined ? (version === 6 ? 128 : 32) : +prefix, family);
  return (value) => isIP(value) !== 0 && range.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4');
}

/** Each of the six parts of an ARN is compared by itself, so that a `*` does not reach past a colon. */
function arn(wanted: string, options: PatternOptions): Matcher {
  const glob = { ...options, wildcards: true };
  const parts = arnParts(wanted, /:(?![^{]*\})/);
  if (parts.length < ARN_PARTS) return compilePattern(wanted, glob);
  const matchers = parts.map((part) => compilePattern(part, glob));
  return (value, context) => {
    const actual = arnParts(value, ':');
    return matchers.every((matches, index) => {
      const part = actual[index];
      return part !== undefined && matches(part, context);
    });
  };
}

const ARN_PARTS = 6;

function arnParts(text: string, separator: string | RegExp): string[] {
  const parts = text.split(separator);
  const resource = parts.splice(ARN_PARTS - 1).join(':');
  return resource === '' ? parts : [...parts, resource];
}
