import type { Operation } from '../operation/operation.ts';

/** What an earlier stage wrote down, without which this one cannot be running. */
export function learnt<Field extends keyof Operation>(
  operation: Operation,
  field: Field,
): NonNullable<Operation[Field]> {
  const value = operation[field];
  if (value === undefined || value === null)
    throw new Error(
      `operation ${operation.operation_id} stands at ${operation.step} without ${field}`,
    );
  return value;
}
