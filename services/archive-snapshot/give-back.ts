import type { LaterSettings } from '../../shared/aurora/asked.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { Cluster, Instance } from '../../shared/aurora/cluster.ts';
import { lastRestored, restored } from '../../shared/aurora/restored.ts';
import { StepFailure } from '../../shared/errors.ts';
import { type CheckAgain, checkAgain } from '../../shared/step/answer.ts';
import { learnt } from '../../shared/step/learnt.ts';
import type { StepInput } from '../../shared/step/work.ts';
import {
  clusterDifferences,
  type Difference,
  givenLater,
  instanceDifferences,
} from './differences.ts';

/**
 * Gives the cluster what RDS takes only later, and what was held back: its own security groups open it
 * to applications, and its protection is as it was to be. Only where all else stands as it was planned;
 * and what stands already is not asked for again.
 */
export async function giveBack(
  aurora: Pick<Aurora, 'cluster' | 'instances' | 'modifyCluster'>,
  { operation, permit }: StepInput<unknown>,
): Promise<CheckAgain | { readonly kind: 'given'; readonly cluster: Cluster }> {
  const { cluster_id, settings, instances: planned = [] } = learnt(operation, 'target');
  const look = () => restored(aurora, cluster_id, lastRestored(operation));
  const cluster = await look();
  const instances = planned.length > 0 ? await aurora.instances(cluster_id) : [];
  const working = [cluster, ...instances].flatMap(unsettled);
  if (working.length > 0) return checkAgain(working.join(', '));
  const differ = [
    ...clusterDifferences(cluster, settings),
    ...planned.flatMap((one) => instanceDifferences(instances, one)),
  ];
  if (differ.length > 0) throw new StepFailure('SETTINGS_DIFFER', told(differ));

  const lacks = clusterDifferences(cluster, settings, givenLater);
  if (lacks.length === 0) return { kind: 'given', cluster };
  const later: LaterSettings = {};
  for (const { field } of lacks) Object.assign(later, { [field]: settings[field] });
  await aurora.modifyCluster(await permit(), cluster_id, later);

  const modified = await look();
  const applying = unsettled(modified);
  if (applying.length > 0) return checkAgain(applying.join(', '));
  const still = clusterDifferences(modified, settings, givenLater);
  if (still.length === 0) return { kind: 'given', cluster: modified };
  /** RDS may take a while to show it; where it was waited for already, RDS does not do it. */
  if (operation.stages.archive_snapshot?.waiting?.reason === told(still))
    throw new StepFailure('SETTINGS_DIFFER', told(still));
  return checkAgain(told(still));
}

const told = (differ: readonly Difference[]) => differ.map(({ message }) => message).join('; ');

/** What RDS is still at. */
function unsettled(one: Cluster | Instance): string[] {
  const { id, status, pending } = one;
  return [
    ...(status === 'available' ? [] : [`${id} is ${status}`]),
    ...(pending.length > 0 ? [`${id} has not yet applied ${pending.join(' and ')}`] : []),
    ...('parameter_status' in one && one.parameter_status === 'applying'
      ? [`the parameters of ${id} are applying`]
      : []),
  ];
}
