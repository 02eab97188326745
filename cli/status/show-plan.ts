import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { exitCodeOf } from './exit-code.ts';
import { planLines } from './plan-lines.ts';
import { showingAt } from './showing.ts';
import { statusLines } from './status-text.ts';
import { toItsEnd, type Wanted } from './to-its-end.ts';
import { watcherOn } from './watch.ts';

/** A plan waits for nothing, but whom it asks may be slow, and its function may be throttled. */
const ENDS_WITHIN_MS = 2 * 60_000;

/** Waits for a plan and shows it. Results have nothing but the plan; what happens until then is progress. */
export async function showPlan(wanted: Wanted, terminal: Terminal): Promise<ExitCode> {
  const { out, err, env } = terminal;
  const watcher = watcherOn(err, showingAt(wanted.place, err, env));
  line(err, `Planning as operation ${wanted.operationId}`);
  const ended = await toItsEnd(
    { ...wanted, endsWithinMs: ENDS_WITHIN_MS },
    { look: watcher.look, end: () => watcher.end() },
    terminal,
  );
  if (!ended) return exitCodes.interrupted;
  const { operation, left } = ended;
  if (wanted.json) json(out, { ...operation, ...(left && { left }) });
  else {
    const showing = { ...showingAt(wanted.place, out, env), left, now: new Date() };
    const lines = operation.plan
      ? planLines(operation, operation.plan, showing)
      : statusLines(operation, showing);
    for (const text of lines) line(out, text);
  }
  return exitCodeOf(operation);
}
