import type { SourceAt } from '../../shared/aurora/source.ts';
import type { Operation, Resource } from '../../shared/operation/operation.ts';
import { learnt } from '../../shared/step/learnt.ts';
import type { StepInput } from '../../shared/step/work.ts';

type Input = Pick<StepInput<unknown>, 'operation' | 'permit' | 'record'>;

/**
 * Leaves the source's account as it was: what the operation shared is no longer shared, and the copies
 * that it made there are deleted. Gives the ARNs of those, also after a redelivery.
 */
export const leaveSource =
  (sourceAt: SourceAt, accountId: string) =>
  async ({ operation, permit, record }: Input): Promise<string[]> => {
    const shares = made(operation, 'share').filter(([, { deleted }]) => !deleted);
    const copies = made(operation, 'source_copy');
    if (shares.length + copies.length === 0) return [];
    const side = sourceAt(learnt(operation, 'source'));
    const isOver = (key: string, resource: Resource) =>
      record({ resources: { [key]: { ...resource, deleted: true } } });

    for (const [key, share] of shares) {
      const isShared =
        (await side.snapshot(share.id)) && (await side.sharedWith(share.id)).includes(accountId);
      if (isShared) await side.unshare(await permit(), share.id, accountId);
      await isOver(key, share);
    }
    for (const [key, copy] of copies) {
      const there = (await side.snapshot(copy.id))?.made_by === operation.operation_id;
      if (there) await side.deleteSnapshot(await permit(), copy.id);
      await isOver(key, copy);
    }
    return copies.map(([, { id, arn }]) => arn ?? id);
  };

export type LeaveSource = ReturnType<typeof leaveSource>;

const made = ({ resources }: Operation, role: Resource['role']) =>
  Object.entries(resources).filter(([, resource]) => resource.role === role);
