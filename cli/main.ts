import { createInterface } from 'node:readline/promises';
import { exitCodes } from './exit-codes.ts';
import { type Interruption, onInterrupt } from './interruption.ts';
import { run } from './run.ts';

let interruption: Interruption | undefined;

// Whoever reads our results (`| head`) has had enough. Whoever reads our progress may stop doing so.
process.stdout.on('error', () => {
  if (interruption) interruption.interrupt();
  else process.exit(exitCodes.ok);
});
process.stderr.on('error', () => undefined);

process.exitCode = await run(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  env: process.env,
  interruption() {
    interruption ??= onInterrupt(() => process.exit(exitCodes.interrupted));
    return interruption.signal;
  },
  ...(process.stdin.isTTY && process.stdout.isTTY && { ask }),
});

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  lines.on('SIGINT', () => process.exit(exitCodes.interrupted));
  try {
    return await lines.question(question);
  } catch (error) {
    /** Ctrl-D is no answer. */
    if (error instanceof Error && error.name === 'AbortError') return '';
    throw error;
  } finally {
    lines.close();
  }
}
