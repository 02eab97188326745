import type { FunctionError } from './messages.ts';

/** As Lambda's Node.js runtime tells an error. */
export function functionError(thrown: unknown, errorType?: string): FunctionError {
  return thrown instanceof Error
    ? {
        errorType: errorType ?? thrown.name,
        errorMessage: thrown.message,
        trace: thrown.stack?.split('\n') ?? [],
      }
    : { errorType: errorType ?? typeof thrown, errorMessage: String(thrown), trace: [] };
}
