import type { Aurora } from '../../shared/aurora/aurora.ts';
import { finalSnapshotNameOf, nameOf } from '../../shared/aurora/names.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { Reason } from '../../shared/errors.ts';
import type { Operation, Target } from '../../shared/operation/operation.ts';

interface World {
  readonly aurora: Pick<Aurora, 'instance' | 'snapshot'>;
  readonly configuration: Pick<Configuration, 'environment'>;
}

/** What has a name that the restore is going to give, and is neither this operation's nor the old target's. */
export async function takenNames(
  { aurora, configuration: { environment } }: World,
  { operation_id, attempt }: Pick<Operation, 'operation_id' | 'attempt'>,
  { old, instances = [], settings }: Target,
  copy_required: boolean,
): Promise<Reason[]> {
  /** A redrive of this stage is over by the time that names are given. */
  const operation = { operation_id, attempt };
  const oldIds = new Set(old?.instances.map(({ id }) => id));
  const further = instances.map(({ id }) => id).filter((id) => !oldIds.has(id));
  const snapshots = [
    ...(copy_required ? [nameOf(operation, 'copy', environment)] : []),
    ...(old && settings.final_snapshot ? [finalSnapshotNameOf(operation, environment)] : []),
  ];
  const taken = async (kind: 'instance' | 'snapshot', id: string): Promise<Reason[]> => {
    const there = await aurora[kind](id);
    if (!there || there.made_by === operation_id) return [];
    return [
      { code: 'TARGET_NAME_TAKEN', message: `there is ${named[kind]} ${id} already: ${there.arn}` },
    ];
  };
  const all = await Promise.all([
    ...further.map((id) => taken('instance', id)),
    ...snapshots.map((id) => taken('snapshot', id)),
  ]);
  return all.flat();
}

const named = { instance: 'an instance', snapshot: 'a snapshot' } as const;
