import type { Aurora } from '../../shared/aurora/aurora.ts';
import { isElsewhere } from '../../shared/operation/left-behind.ts';
import type { Operation, Resource } from '../../shared/operation/operation.ts';
import { auroraAt } from '../aws/clients.ts';
import type { Place } from '../place.ts';
import type { Terminal } from '../terminal.ts';
import { type Undo, undoOf } from '../undo.ts';

/** What became of something that an operation made. */
export interface Left {
  readonly kind: Resource['kind'];
  readonly id: string;
  readonly role: Resource['role'];
  /** `elsewhere` is in another account, where it is not looked for. */
  readonly fate: 'there' | 'gone' | 'another' | 'unknown' | 'elsewhere';
  /** As RDS says it; why it is not known. */
  readonly status?: string;
  /** How somebody of that account undoes what is elsewhere. */
  readonly undo?: Undo;
}

/** The same at a place, of an operation that stands still before its end. Of another it says nothing. */
export const leftAt = async (
  place: Place,
  env: Terminal['env'],
  operation: Operation,
): Promise<Left[] | undefined> =>
  ['failed', 'rejected', 'cancelled'].includes(operation.status)
    ? await leftOf(auroraAt(place, env), operation)
    : undefined;

type Look = Pick<Aurora, 'cluster' | 'instance' | 'snapshot'>;

/** Looks for everything that the operation made. RDS may be out of reach or forbidden: then it is unknown. */
export const leftOf = (aurora: Look, operation: Operation): Promise<Left[]> =>
  Promise.all(
    eachOnce(operation).map(async (resource): Promise<Left> => {
      const { kind, id, role } = resource;
      if (isElsewhere(resource))
        return resource.deleted
          ? { kind, id, role, fate: 'gone' }
          : { kind, id, role, fate: 'elsewhere', undo: undoOf(resource) };
      try {
        return { kind, id, role, ...(await fateOf(aurora, resource, operation.operation_id)) };
      } catch (error) {
        const status = error instanceof Error ? error.message || error.name : String(error);
        return { kind, id, role, fate: 'unknown', status };
      }
    }),
  );

/** The last of each name: a later attempt makes some again. */
const eachOnce = ({ resources }: Operation): readonly Resource[] => [
  ...new Map(Object.values(resources).map((made) => [`${made.kind} ${made.id}`, made])).values(),
];

async function fateOf(
  aurora: Look,
  { kind, id, resource_id }: Resource,
  operationId: string,
): Promise<Pick<Left, 'fate' | 'status'>> {
  const found = await described(aurora, kind, id);
  if (!found) return { fate: 'gone' };
  const { status, made_by } = found;
  const same =
    resource_id === undefined || !('resource_id' in found) || found.resource_id === resource_id;
  return { fate: same && made_by === operationId ? 'there' : 'another', status };
}

function described(aurora: Look, kind: Resource['kind'], id: string) {
  switch (kind) {
    case 'cluster':
      return aurora.cluster(id);
    case 'db':
      return aurora.instance(id);
    case 'cluster-snapshot':
      return aurora.snapshot(id);
  }
}
