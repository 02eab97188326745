import type { Operation } from '../../shared/operation/operation.ts';
import { eventsClient, operationsAt } from '../aws/clients.ts';
import type { LocalPipeline } from '../local/bring-up.ts';
import { placeIn } from '../local/clients.ts';
import { newOperationId, putRequest } from '../restore/put-request.ts';
import { follow } from '../status/follow.ts';
import { showingAt } from '../status/showing.ts';
import { watcherOn } from '../status/watch.ts';
import { line, type Terminal } from '../terminal.ts';
import { SNAPSHOT, TARGET } from './scene.ts';

/** A restore should take seconds; whatever takes so long is stuck. */
const PATIENCE_MS = 30_000;

/** Asks for the restore and shows it as it goes on. */
export async function restoreLive(
  pipeline: LocalPipeline,
  terminal: Terminal,
): Promise<Operation | 'interrupted'> {
  const place = placeIn(pipeline);
  const at = operationsAt(place, {});
  const operation_id = newOperationId();
  await putRequest(eventsClient(place, {}), place.environment, {
    operation_id,
    snapshot_name: SNAPSHOT,
    target_cluster_id: TARGET,
    requested_by: 'the demo',
  });
  line(terminal.out, `  RestoreRequested is on the bus: ${TARGET} from ${SNAPSHOT}`);
  line(terminal.out);
  const watcher = watcherOn(terminal.out, showingAt(place, terminal.out, terminal.env));
  let found: Awaited<ReturnType<typeof follow>>;
  try {
    found = await follow({
      read: () => at.operations.read(operation_id),
      look: watcher.look,
      signal: terminal.interruption(),
      appearsWithinMs: PATIENCE_MS,
    });
  } finally {
    watcher.end(typeof found === 'object' ? found : undefined);
  }
  if (!found || found === 'late') throw new Error(`operation ${operation_id} has not appeared`);
  return found;
}
