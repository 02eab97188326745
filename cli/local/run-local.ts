import { once } from 'node:events';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { paintFor } from '../output/paint.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { type BringUpOptions, bringUp } from './bring-up.ts';
import { provideSource } from './provide-source.ts';
import { readSecrets } from './read-secrets.ts';
import { readyLines, readyObject } from './ready.ts';
import { readSample } from './source-cluster.ts';
import { untilInterrupted } from './until-interrupted.ts';

export interface LocalOptions
  extends Pick<BringUpOptions, 'port' | 'region' | 'dataDirectory' | 'configurationFile'> {
  readonly sample?: string | undefined;
  /** A file with the secrets that the configuration names. */
  readonly secrets?: string | undefined;
  readonly json: boolean;
  /** Whether to show what the functions log. */
  readonly logs: boolean;
}

/** Brings the environment up, says so, and keeps it until it is interrupted. */
export async function runLocal(options: LocalOptions, terminal: Terminal): Promise<ExitCode> {
  const signal = terminal.interruption();
  return await untilInterrupted(signal, () => keepLocal(options, terminal, signal));
}

async function keepLocal(
  options: LocalOptions,
  { out, err, env }: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const dim = paintFor(err, env);
  const progress = (text: string) => line(err, dim('dim', text));
  const sample = await readSample(options.sample);
  const secrets = await readSecrets(options.secrets);
  const functionLog = options.logs ? (text: string) => line(err, text) : undefined;
  const pipeline = await bringUp({ ...options, secrets, signal, progress, functionLog });
  try {
    const source = await provideSource(pipeline, sample, progress);
    signal.throwIfAborted();
    if (options.json) json(out, readyObject(pipeline, source));
    else for (const text of readyLines(pipeline, source, paintFor(out, env))) line(out, text);
    await once(signal, 'abort');
    progress('Stopping; again to stop at once');
    return exitCodes.ok;
  } finally {
    await pipeline.close();
  }
}
