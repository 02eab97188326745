import { fingerprint } from '../../infra/local/sample/fingerprint.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { bringUp, type LocalPipeline } from '../local/bring-up.ts';
import { type LocalClients, localClients } from '../local/clients.ts';
import { describeCluster } from '../local/clusters.ts';
import { onDatabase } from '../local/database.ts';
import { duration } from '../output/duration.ts';
import { paintFor } from '../output/paint.ts';
import { line, type Terminal } from '../terminal.ts';
import { type Check, checkLine } from './check.ts';
import { nextLines } from './next.ts';
import { proveData } from './prove-data.ts';
import { proveMessages, proveResources } from './prove-surroundings.ts';
import { proveUsers } from './prove-users.ts';
import { restoreLive } from './restore-live.ts';
import { type Scene, setScene, TARGET } from './scene.ts';

/** A restore from beginning to end on this machine, and the proof that it was one. */
export async function runDemo(terminal: Terminal): Promise<ExitCode> {
  const interrupted = terminal.interruption();
  const began = performance.now();
  const paint = paintFor(terminal.out, terminal.env);
  const say = (text: string) => line(terminal.out, `  ${text}`);
  const title = (text: string) => line(terminal.out, `\n${paint('bold', text)}`);

  title('The pipeline, on this machine');
  const pipeline = await bringUp({ port: 0, signal: interrupted, progress: say });
  try {
    say(`MariaDB ${pipeline.databases.serverVersion} stands for Aurora MySQL`);
    const clients = localClients(pipeline);
    title('Before');
    const scene = await setScene(pipeline, clients, say);
    if (interrupted.aborted) return exitCodes.interrupted;
    title('The restore');
    const operation = await restoreLive(pipeline, terminal);
    if (!operation) return exitCodes.interrupted;
    if (operation.status !== 'completed') return failed(pipeline, operation, terminal);
    await pipeline.aws.clock.idle();

    let wrong = 0;
    for (const [name, checks] of Object.entries(await prove(pipeline, clients, scene, operation))) {
      title(name);
      for (const one of checks) line(terminal.out, checkLine(one, paint));
      wrong += checks.filter(({ holds }) => !holds).length;
    }
    title(
      wrong === 0
        ? `Everything holds, after ${duration(performance.now() - began)}.`
        : `${wrong} of these do not hold.`,
    );
    for (const text of nextLines) line(terminal.out, text);
    return wrong === 0 ? exitCodes.ok : exitCodes.failed;
  } finally {
    await pipeline.close();
  }
}

async function prove(
  pipeline: LocalPipeline,
  clients: LocalClients,
  scene: Scene,
  operation: Operation,
): Promise<Record<string, Check[]>> {
  const { atSnapshot, afterwards, source } = scene;
  const cluster = await describeCluster(clients.rds, TARGET);
  // A restored cluster has the master password of its source.
  const restored = await onDatabase(cluster, source.master, pipeline.databases.ca, fingerprint);
  return {
    'The data are those of the snapshot': proveData({ restored, atSnapshot, source: afterwards }),
    'The users': await proveUsers(pipeline, clients, cluster, operation),
    'Deleted, kept, left alone': await proveResources(pipeline, clients, scene, cluster, operation),
    Messages: proveMessages(pipeline, operation),
  };
}

/** What the function that failed has logged last. */
function failed({ aws }: LocalPipeline, { error }: Operation, { err }: Terminal): ExitCode {
  const name = error?.dead_letter_queue.replace(/-dlq$/, '');
  for (const { text } of aws.logs(name).slice(-LOG_LINES)) line(err, text.trimEnd());
  return exitCodes.failed;
}

const LOG_LINES = 20;
