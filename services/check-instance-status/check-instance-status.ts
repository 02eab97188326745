import { ClusterAvailable, type InstanceCreationStarted } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { lastRestored, restored } from '../../shared/aurora/restored.ts';
import { brokenBy } from '../../shared/aurora/status.ts';
import { refuseBroken } from '../../shared/aurora/verdict.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';

/** Looks whether every instance, and with them the cluster, is available. */
export const checkInstanceStatus =
  (
    aurora: Pick<Aurora, 'cluster' | 'instances' | 'failuresOf'>,
  ): Business<typeof InstanceCreationStarted, typeof ClusterAvailable> =>
  async ({ operation, event: { target_cluster_id, instance_ids } }) => {
    const instances = await aurora.instances(target_cluster_id);
    /** After its instances: what it says of itself must not be older than their being available. */
    const cluster = await restored(aurora, target_cluster_id, lastRestored(operation));
    const statuses = instance_ids.map((id) => ({
      kind: 'instance' as const,
      id,
      status: instances.find((instance) => instance.id === id)?.status ?? 'gone',
    }));
    await refuseBroken(aurora, operation, 'INSTANCE_FAILED', statuses);
    await refuseBroken(aurora, operation, brokenBy(cluster.status), [
      { kind: 'cluster', id: target_cluster_id, status: cluster.status },
    ]);
    const working = statuses.filter(({ status }) => status !== 'available');
    if (working.length > 0)
      return checkAgain(working.map(({ id, status }) => `${id} is ${status}`).join(', '));
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
