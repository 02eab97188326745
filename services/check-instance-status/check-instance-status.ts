import { ClusterAvailable, type InstanceCreationStarted } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { lastRestored, restored } from '../../shared/aurora/restored.ts';
import { brokenBy, stateOf } from '../../shared/aurora/status.ts';
import { StepFailure } from '../../shared/errors.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';

/** Looks whether every instance, and with them the cluster, is available. */
export const checkInstanceStatus =
  (
    aurora: Pick<Aurora, 'cluster' | 'instances'>,
  ): Business<typeof InstanceCreationStarted, typeof ClusterAvailable> =>
  async ({ operation, event: { target_cluster_id, instance_ids } }) => {
    const instances = await aurora.instances(target_cluster_id);
    /** After its instances: what it says of itself must not be older than their being available. */
    const cluster = await restored(aurora, target_cluster_id, lastRestored(operation));
    const statuses = instance_ids.map((id) => ({
      id,
      status: instances.find((instance) => instance.id === id)?.status ?? 'gone',
    }));
    const told = (list: typeof statuses) =>
      list.map(({ id, status }) => `${id} is ${status}`).join(', ');
    const lost = statuses.filter(
      ({ status }) => status === 'gone' || ['going', 'broken'].includes(stateOf(status)),
    );
    if (lost.length > 0) throw new StepFailure('INSTANCE_FAILED', told(lost));
    const working = statuses.filter(({ status }) => stateOf(status) === 'working');
    if (working.length > 0) return checkAgain(told(working));
    if (['going', 'broken'].includes(stateOf(cluster.status)))
      throw new StepFailure(brokenBy(cluster.status), `${target_cluster_id} is ${cluster.status}`);
    if (cluster.status !== 'available' || cluster.endpoint === undefined)
      return checkAgain(`${target_cluster_id} is ${cluster.status}`);
    const { endpoint, reader_endpoint, port } = cluster;
    return done(
      ClusterAvailable.with({ target_cluster_id, endpoint, reader_endpoint, port, instance_ids }),
      {
        endpoint: {
          address: endpoint,
          port,
          ...(reader_endpoint && { reader_address: reader_endpoint }),
        },
      },
    );
  };
