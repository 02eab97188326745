import type { Terminal } from './terminal.ts';

/** A terminal that keeps what is written to it. */
export function terminalWith(env: Terminal['env'] = {}) {
  const written = { out: '', err: '' };
  const terminal: Terminal = {
    out: { write: (text) => (written.out += text) },
    err: { write: (text) => (written.err += text) },
    env,
    interruption: () => new AbortController().signal,
  };
  return { terminal, written };
}
