import { type ClusterRestored, InstanceCreationStarted } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { Instance } from '../../shared/aurora/cluster.ts';
import { restored } from '../../shared/aurora/restored.ts';
import { refuseBroken } from '../../shared/aurora/verdict.ts';
import { NotYet, StepFailure } from '../../shared/errors.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import type { InstanceSettings } from '../../shared/operation/settings.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';
import { learnt } from '../../shared/step/learnt.ts';
import type { StepInput } from '../../shared/step/work.ts';
import { plannedInstances } from './planned-instances.ts';

interface Dependencies {
  readonly aurora: Pick<Aurora, 'cluster' | 'instance' | 'createInstance' | 'failuresOf'>;
  readonly operations: Pick<Operations, 'correlate'>;
  readonly region: string;
}

/** Creates the writer, waits until it is available, then creates the readers. */
export const createInstances =
  (world: Dependencies): Business<typeof ClusterRestored, typeof InstanceCreationStarted> =>
  async (input) => {
    const { target_cluster_id, cluster_resource_id } = input.event;
    await restored(world.aurora, target_cluster_id, cluster_resource_id);
    const target = learnt(input.operation, 'target');
    const [writer, ...readers] = target.instances ?? plannedInstances(target);
    if (!writer) throw new Error('a cluster has a writer');
    const status = await create(world, input, writer);
    if (readers.length > 0 && status !== 'available') {
      await refuseBroken(world.aurora, input.operation, 'INSTANCE_FAILED', [
        { kind: 'instance', id: writer.id, status },
      ]);
      return checkAgain(`writer ${writer.id} is ${status}`);
    }
    for (const reader of readers) await create(world, input, reader);
    return done(
      InstanceCreationStarted.with({
        target_cluster_id,
        instance_ids: [writer, ...readers].map(({ id }) => id),
      }),
    );
  };

/** Creates an instance unless it is there already; gives its status. */
async function create(
  { aurora, operations, region }: Dependencies,
  { operation, event, permit, record, now }: StepInput<ClusterRestored>,
  instance: InstanceSettings,
): Promise<string> {
  const { operation_id, attempt } = operation;
  const { target_cluster_id: clusterId } = event;
  const { id } = instance;
  const existing = await aurora.instance(id);
  if (existing) return ours(existing);
  const resource = { kind: 'db', id, role: 'instance', attempt } as const;
  await record({ resources: { [`instance-${id}`]: resource } });
  await operations.correlate(
    { ...resource, region },
    { kind: 'cluster', region, id: clusterId },
    operation_id,
    now(),
  );
  await aurora.createInstance(await permit(), {
    ...instance,
    clusterId,
    engine: learnt(operation, 'snapshot').engine,
    operation_id,
  });
  const created = await aurora.instance(id);
  if (!created) throw new NotYet(`instance ${id} is not to be seen yet`);
  return ours(created);

  function ours({ status, cluster_id, made_by }: Instance) {
    if (status === 'deleting') throw new NotYet(`an instance ${id} is being deleted`);
    if (cluster_id !== clusterId || made_by !== operation_id)
      throw new StepFailure('TARGET_NAME_TAKEN', `instance ${id} is not of this operation`);
    return status;
  }
}
