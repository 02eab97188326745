/** How often it is looked whether npm is still there. */
const LOOK_MS = 1_000;

/** One press of Ctrl-C may arrive twice: from the terminal, and passed on by the launcher. */
const SAME_SIGNAL_MS = 500;

export interface Interruption {
  readonly signal: AbortSignal;
  interrupt(): void;
}

/** Aborted by SIGINT, SIGTERM or SIGHUP, or by the death of the launcher. Another one later calls `again`. */
export function onInterrupt(again: () => void): Interruption {
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  let first: number | undefined;
  const signalled = () => {
    first ??= performance.now();
    if (performance.now() - first > SAME_SIGNAL_MS) again();
    else interrupt();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, signalled);
  process.once('disconnect', interrupt);
  process.channel?.unref();
  if (process.env.npm_execpath) whenParentEnds(() => controller.abort());
  return { signal: controller.signal, interrupt };
}

/** npm dies of a signal without passing it on; what it had started would go on for ever. */
function whenParentEnds(ended: () => void): void {
  const { ppid } = process;
  const look = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(look);
    ended();
  }, LOOK_MS);
  look.unref();
}
