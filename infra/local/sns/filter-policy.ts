import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { compilePattern, type EventMatcher, InvalidPattern } from '../eventbridge/pattern.ts';
import { invalid } from './errors.ts';

/** Whether a subscription gets a message. */
export type Filter = (message: {
  readonly text: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
}) => boolean;

/**
 * Compiles a filter policy for what its scope names, `MessageAttributes` or `MessageBody`. The
 * language is that of EventBridge, also where SNS itself is stricter (`wildcard`) or its documentation
 * speaks with two tongues (`anything-but` on several values: one other value is enough here).
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function compileFilter(policy: string, scope: string): Filter {
  const matches = compile(readJson(policy));
  switch (scope) {
    case 'MessageAttributes':
      refuseNesting(readJson(policy));
      return ({ attributes }) => matches(valuesOf(attributes));
    case 'MessageBody':
      return ({ text }) => {
        const body = readJson(text);
        return typeof body === 'object' && body !== null && matches(body);
      };
    default:
      throw invalid(`FilterPolicyScope: Invalid value [${scope}]`);
  }
}

function compile(policy: unknown): EventMatcher {
  try {
    return compilePattern(policy);
  } catch (error) {
    if (error instanceof InvalidPattern) throw invalid(`FilterPolicy: ${error.message}`);
    throw error;
  }
}

function refuseNesting(policy: unknown): void {
  for (const [name, conditions] of Object.entries(policy ?? {}))
    if (!Array.isArray(conditions))
      throw invalid(
        `Filter policy scope MessageAttributes does not support nested filter policy: ${name}`,
      );
}

/** An attribute has one value, or several in a `String.Array`; a binary one has none to compare. */
function valuesOf(attributes: Readonly<Record<string, MessageAttributeValue>>): object {
  const entries = Object.entries(attributes).map(([name, { DataType = '', StringValue }]) => {
    if (StringValue === undefined) return [name, []];
    if (DataType.startsWith('Number')) return [name, Number(StringValue)];
    return [name, DataType === 'String.Array' ? (readJson(StringValue) ?? []) : StringValue];
  });
  return Object.fromEntries(entries);
}

/** `undefined` where it is none. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
