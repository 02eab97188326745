import { PolicyError, parsePolicy } from '../iam/policy.ts';
import { invalid } from './errors.ts';
import type { BusPolicy, EventBus } from './state/event-bus.ts';

const VERSION = '2012-10-17';

/** Replaces the statements of a bus's policy. */
export function setStatements(bus: EventBus, statements: BusPolicy['statements'], now: Date): void {
  bus.policy =
    statements.length === 0
      ? undefined
      : { statements, compiled: compiled(bus, { Version: VERSION, Statement: statements }) };
  bus.modified = now;
}

/** Adds a statement, in the place of the one with the same `Sid`. */
export function putStatement(
  bus: EventBus,
  statement: BusPolicy['statements'][number],
  now: Date,
): void {
  const others = bus.policy?.statements.filter(({ Sid }) => Sid !== statement.Sid) ?? [];
  setStatements(bus, [...others, statement], now);
}

export const policyText = ({ policy }: EventBus) =>
  policy && JSON.stringify({ Version: VERSION, Statement: policy.statements });

function compiled(bus: EventBus, policy: object) {
  try {
    return parsePolicy(policy, `the policy of ${bus.arn}`);
  } catch (error) {
    throw error instanceof PolicyError ? invalid(error.message) : error;
  }
}
