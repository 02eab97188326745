import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { paintFor } from './output/paint.ts';
import { createProgram } from './program.ts';
import { line, type Terminal } from './terminal.ts';

/** Runs a command line. Whatever goes wrong is told in a line or two; gives the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const program = createProgram(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // The program has told it already, or has shown its help.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.unusable;
    return tell(error, terminal);
  }
}

function tell(error: unknown, { err, env }: Terminal): ExitCode {
  const paint = paintFor(err, env);
  const message = error instanceof Error ? error.message : String(error);
  line(err, `${paint('red', 'error:')} ${message}`);
  if (error instanceof CliError && error.remedy) line(err, error.remedy);
  if (env.AURORA_RESTORE_DEBUG && error instanceof Error)
    line(err, `${error.stack}${error.cause ? `\ncaused by: ${error.cause}` : ''}`);
  if (error instanceof CliError) return error.exitCode;
  if (!env.AURORA_RESTORE_DEBUG)
    line(err, 'This was not expected. Set AURORA_RESTORE_DEBUG=1 to see where it comes from.');
  return exitCodes.failed;
}
