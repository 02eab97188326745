import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { Cluster } from '../../shared/aurora/cluster.ts';
import { NotYet } from '../../shared/errors.ts';

/**
 * `NotYet` unless the cluster is available with nothing pending, and its writer too: without one, RDS
 * keeps a new master password pending while the cluster is available.
 */
export async function settled(
  aurora: Pick<Aurora, 'instances'>,
  { id, status, pending, instances }: Cluster,
): Promise<void> {
  if (status !== 'available') throw new NotYet(`cluster ${id} is ${status}`);
  if (pending.length > 0) throw new NotYet(`cluster ${id} has pending: ${pending.join(', ')}`);
  const member = instances.find(({ writer }) => writer);
  const writer = (await aurora.instances(id)).find((one) => one.id === member?.id);
  if (writer?.status !== 'available')
    throw new NotYet(`the writer of ${id} is ${writer?.status ?? 'not to be seen yet'}`);
}
