import { exitCodes } from './exit-codes.ts';
import { onInterrupt } from './interruption.ts';
import { run } from './run.ts';

// Whoever read our output (`| head`) has had enough.
process.stdout.on('error', () => process.exit(exitCodes.ok));

let interrupted: AbortSignal | undefined;

process.exitCode = await run(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  env: process.env,
  interruption: () => {
    interrupted ??= onInterrupt(() => process.exit(exitCodes.interrupted));
    return interrupted;
  },
});
