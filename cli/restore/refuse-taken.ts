import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '../../shared/operation/operation.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';

/**
 * An id that stands for another request already would be rejected, under an id that nobody knows.
 * The same request again is the same operation.
 */
export async function refuseTaken(
  read: () => Promise<Operation | undefined>,
  request: { readonly operation_id: string },
): Promise<void> {
  const recorded = await read().catch((error: unknown) => {
    // Who may put requests need not be allowed to read operations.
    if (error instanceof Error && error.name.startsWith('AccessDenied')) return undefined;
    throw error;
  });
  if (!recorded) return;
  if (recorded.status === 'planned')
    throw new CliError(
      exitCodes.unusable,
      `--operation-id ${request.operation_id} stands for a plan of ${recorded.start_time}; nothing was sent`,
      { remedy: 'Leave it out: each plan is made anew.' },
    );
  if (isDeepStrictEqual(recorded.request, request)) return;
  throw new CliError(
    exitCodes.unusable,
    `--operation-id ${request.operation_id} already stands for another request, of ${recorded.start_time}; nothing was sent`,
    { remedy: 'Leave it out, or choose one that was never used.' },
  );
}
