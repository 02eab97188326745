/** One press of Ctrl-C may arrive twice: from the terminal, and passed on by the launcher. */
const SAME_SIGNAL_MS = 500;

/**
 * A signal that is aborted by SIGINT, SIGTERM or SIGHUP, or by the death of the launcher. Another one
 * later calls `again`.
 */
export function onInterrupt(again: () => void): AbortSignal {
  const controller = new AbortController();
  let first: number | undefined;
  const interrupt = () => {
    first ??= performance.now();
    if (!controller.signal.aborted) controller.abort();
    else if (performance.now() - first > SAME_SIGNAL_MS) again();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
  process.once('disconnect', () => controller.abort());
  process.channel?.unref();
  return controller.signal;
}
