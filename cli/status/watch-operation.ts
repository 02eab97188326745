import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { json, type Terminal } from '../terminal.ts';
import { exitCodeOf } from './exit-code.ts';
import { showingAt } from './showing.ts';
import { toItsEnd, type Wanted } from './to-its-end.ts';
import { watcherOn } from './watch.ts';

/** Follows an operation to its end, shows how it ended, and gives the exit code. */
export async function watchOperation(
  { settings = false, ...wanted }: Wanted & { readonly settings?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const output = wanted.json ? terminal.err : terminal.out;
  const showing = { ...showingAt(wanted.place, output, terminal.env), settings };
  const watcher = watcherOn(output, showing);
  const ended = await toItsEnd(wanted, watcher, terminal);
  if (!ended) return exitCodes.interrupted;
  const { operation, left } = ended;
  if (wanted.json) json(terminal.out, { ...operation, ...(left && { left }) });
  return exitCodeOf(operation);
}
