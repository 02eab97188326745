import { type ExitCode, exitCodes } from '../exit-codes.ts';

/**
 * Whatever goes wrong after an interrupt is of no interest: a terminal interrupts the programs that
 * were started too.
 */
export async function untilInterrupted(
  signal: AbortSignal,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) return exitCodes.interrupted;
    throw error;
  }
}
