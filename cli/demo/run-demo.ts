import type { Operation } from '../../shared/operation/operation.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { bringUp, type LocalPipeline } from '../local/bring-up.ts';
import { localClients } from '../local/clients.ts';
import { untilInterrupted } from '../local/until-interrupted.ts';
import { duration } from '../output/duration.ts';
import { paintFor } from '../output/paint.ts';
import { line, type Terminal } from '../terminal.ts';
import { checkLine } from './check.ts';
import { nextLines } from './next.ts';
import { prove } from './prove.ts';
import { restoreLive } from './restore-live.ts';
import { setScene } from './scene.ts';

/** A restore from beginning to end on this machine, and the proof that it was one. */
export async function runDemo(terminal: Terminal): Promise<ExitCode> {
  const signal = terminal.interruption();
  const began = performance.now();
  const code = await untilInterrupted(signal, () => show(terminal, signal));
  if (code === exitCodes.ok) {
    line(terminal.out, `\nEverything holds, after ${duration(performance.now() - began)}.`);
    for (const text of nextLines) line(terminal.out, text);
  }
  return code;
}

async function show(terminal: Terminal, signal: AbortSignal): Promise<ExitCode> {
  const paint = paintFor(terminal.out, terminal.env);
  const say = (text: string) => line(terminal.out, `  ${text}`);
  const title = (text: string) => line(terminal.out, `\n${paint('bold', text)}`);

  title('The pipeline, on this machine');
  const pipeline = await bringUp({ port: 0, signal, progress: say });
  try {
    say(`MariaDB ${pipeline.databases.serverVersion} stands for Aurora MySQL`);
    const clients = localClients(pipeline);
    title('Before');
    const scene = await setScene(pipeline, clients, say);
    signal.throwIfAborted();
    title('The restore');
    const operation = await restoreLive(pipeline, terminal);
    if (operation === 'interrupted') return exitCodes.interrupted;
    if (operation.status !== 'completed') return failed(pipeline, operation, terminal);

    await pipeline.aws.clock.idle();
    const proof = await prove({ pipeline, clients, scene, operation });
    for (const { name, checks } of proof) {
      title(name);
      for (const check of checks) line(terminal.out, checkLine(check, paint));
    }
    const wrong = proof.flatMap(({ checks }) => checks).filter(({ holds }) => !holds);
    if (wrong.length === 0) return exitCodes.ok;
    title(paint('red', `Of these, ${wrong.length} do not hold.`));
    return exitCodes.failed;
  } finally {
    await pipeline.close();
  }
}

/** What the function that failed has logged last. */
function failed({ aws }: LocalPipeline, { error }: Operation, { err }: Terminal): ExitCode {
  const name = error?.dead_letter_queue.replace(/-dlq$/, '');
  for (const { text } of aws.logs(name).slice(-LOG_LINES)) line(err, text.trimEnd());
  return exitCodes.failed;
}

const LOG_LINES = 20;
