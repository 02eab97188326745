import type { Operation, OperationError } from '../../shared/operation/operation.ts';
import type { Showing } from './showing.ts';
import { suggestions } from './suggestions.ts';

/** What went wrong, why, and what to type. */
export function errorLines(
  operation: Operation,
  error: OperationError,
  showing: Showing,
): string[] {
  const { code, message, cause, remedy, reasons = [] } = error;
  const { paint, flags } = showing;
  const typed = suggestions(operation, error, flags);
  const told =
    reasons.length > 1
      ? [code, ...reasons.map((reason) => `  - ${reason.message}`)]
      : [`${code}: ${message}`];
  const [first = '', ...rest] = told;
  return [
    `  ${paint('red', first)}`,
    ...rest.map((line) => `  ${line}`),
    ...(cause ? [`  Cause: ${cause}`] : []),
    `  ${remedy}`,
    ...(typed.length > 0 ? ['', ...typed.map((command) => `    ${paint('bold', command)}`)] : []),
  ];
}
