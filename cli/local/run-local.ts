import { once } from 'node:events';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { paintFor } from '../output/paint.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { type BringUpOptions, bringUp, type LocalPipeline } from './bring-up.ts';
import { localClients } from './clients.ts';
import { readyLines, readyObject } from './ready.ts';
import { createSource, readSample, type Sample } from './source-cluster.ts';

export interface LocalOptions
  extends Pick<BringUpOptions, 'port' | 'region' | 'dataDirectory' | 'configurationFile'> {
  readonly sample?: string | undefined;
  readonly json: boolean;
  /** Whether to show what the functions log. */
  readonly logs: boolean;
}

/** Brings the environment up, says so, and keeps it until it is interrupted. */
export async function runLocal(options: LocalOptions, terminal: Terminal): Promise<ExitCode> {
  const interrupted = terminal.interruption();
  const paint = paintFor(terminal.err, terminal.env);
  const progress = (text: string) => line(terminal.err, paint('dim', text));
  const sample = await readSample(options.sample);
  const pipeline = await bringUp({
    ...options,
    signal: interrupted,
    progress,
    functionLog: options.logs ? (text) => line(terminal.err, text) : undefined,
  });
  try {
    await becomeReady(pipeline, sample, options, terminal);
    if (!interrupted.aborted) await once(interrupted, 'abort');
    progress('Stopping; again to stop at once');
    return exitCodes.ok;
  } finally {
    await pipeline.close();
  }
}

async function becomeReady(
  pipeline: LocalPipeline,
  sample: Sample,
  options: Pick<LocalOptions, 'json'>,
  { out, err, env }: Terminal,
): Promise<void> {
  const what = sample === 'generated' ? 'a generated database' : sample.file;
  line(err, paintFor(err, env)('dim', `Making the cluster source-cluster with ${what}`));
  const source = await createSource(pipeline, localClients(pipeline), sample);
  if (options.json) json(out, readyObject(pipeline, source));
  else for (const text of readyLines(pipeline, source, paintFor(out, env))) line(out, text);
}
