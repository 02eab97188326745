import type { Cluster, ClusterSnapshot, Instance } from '../../shared/aurora/cluster.ts';
import { stateOf } from '../../shared/aurora/status.ts';
import { MANAGED_TAG, PURPOSE_TAG } from '../../shared/configuration/names.ts';
import { isElsewhere } from '../../shared/operation/left-behind.ts';
import {
  claimIsAlive,
  isUnderWay,
  type Operation,
  type Resource,
} from '../../shared/operation/operation.ts';
import { duration } from '../output/duration.ts';
import { idOf, isMadeHere, operationOf, type Thing, tagsOf } from './tagged.ts';

/** What is known besides the thing itself when it is decided whether it goes. */
export interface Knowledge {
  readonly operation: Operation | undefined;
  /** Who holds the cluster's name, for a cluster. */
  readonly holder: string | undefined;
  /** Other operations that are not over, and so may yet need what this one left. */
  readonly others: readonly Operation[];
  readonly olderThanMs: number;
  /** Final snapshots that go because they were asked for by name. */
  readonly named: ReadonlySet<string>;
  readonly now: Date;
  /** Whose claim on the operation is no hindrance: the cleaner's own. */
  readonly cleaner?: string;
}

export type Finding =
  | { readonly is: 'kept'; readonly thing: Thing; readonly why: string }
  | {
      readonly is: 'leftover';
      readonly thing: Thing;
      readonly operation: Operation;
      /** Under which name the operation recorded it. */
      readonly key: string;
      readonly resource: Resource;
    }
  /** Not to be spoken of: what an operation was to make, and made. */
  | { readonly is: 'wanted' };

/** Decides from scratch: it is asked when everything is shown, and again right before each deletion. */
export function findingOf(thing: Thing, known: Knowledge): Finding {
  const { operation } = known;
  const kept = (why: string): Finding => ({ is: 'kept', thing, why });
  const id = operationOf(thing);
  if (!isMadeHere(thing)) return kept('another environment made it');
  if (!operation) return kept(`operation ${id} is unknown to this deployment`);
  if (isUnderWay(operation)) return kept(`operation ${id} is in progress`);
  if (operation.status === 'planned')
    return kept(`operation ${id} was only a plan, and made nothing`);
  const recorded = recordOf(thing, operation);
  const isAskedFor = recorded?.[1].role === 'final_snapshot' && known.named.has(idOf(thing));
  if (operation.status === 'completed' && !isAskedFor) return { is: 'wanted' };
  if (tagsOf(thing)[MANAGED_TAG] !== 'true')
    return kept(`it does not carry the tag ${MANAGED_TAG}`);
  if (thing.kind === 'db')
    return kept(`its cluster ${thing.instance.cluster_id} is not of operation ${id}`);
  if (!recorded)
    return kept(`operation ${id} has not recorded that it made this very ${thing.kind}`);
  const [key, resource] = recorded;
  const why =
    thing.kind === 'cluster'
      ? againstCluster(thing.cluster, thing.instances, operation, known)
      : againstSnapshot(thing.snapshot, resource, operation, known);
  return why === undefined ? { is: 'leftover', thing, operation, key, resource } : kept(why);
}

/** A name alone proves nothing of a cluster; a snapshot's ARN is its name, so more is looked at. */
function recordOf(thing: Thing, { resources }: Operation): [string, Resource] | undefined {
  return Object.entries(resources).find(([, resource]) => {
    const { kind, id, arn, resource_id } = resource;
    if (isElsewhere(resource) || kind !== thing.kind || id !== idOf(thing)) return false;
    if (thing.kind === 'cluster') return resource_id === thing.cluster.resource_id;
    return thing.kind === 'cluster-snapshot' && (arn ?? thing.snapshot.arn) === thing.snapshot.arn;
  });
}

function againstCluster(
  cluster: Cluster,
  instances: readonly Instance[],
  operation: Operation,
  known: Knowledge,
): string | undefined {
  const { operation_id, step, status, resources } = operation;
  if (step === 'archive_snapshot')
    return status === 'failed'
      ? 'it is restored and may be in use: redrive the operation to its end'
      : 'it is restored and may be in use: if it is not, turn its deletion protection off and ask for another restore, or delete it by hand';
  if (known.holder !== operation_id)
    return `its name is held by ${known.holder ? `operation ${known.holder}` : 'nobody'}`;
  const foreign = instances.find(
    ({ id, tags, made_by }) =>
      tags[MANAGED_TAG] !== 'true' ||
      made_by !== operation_id ||
      !Object.values(resources).some((made) => made.kind === 'db' && made.id === id),
  );
  if (foreign) return `its instance ${foreign.id} is not of the operation`;
  const unseen = cluster.instances.find(({ id }) => !instances.some((seen) => seen.id === id));
  if (unseen) return `its instance ${unseen.id} could not be looked at`;
  if (cluster.global_cluster_id) return `it belongs to ${cluster.global_cluster_id}`;
  if (!['available', 'broken'].includes(stateOf(cluster.status))) return `it is ${cluster.status}`;
  return tooYoung(operation, known) ?? claimedBy(operation, known);
}

function againstSnapshot(
  { arn, id, copy_of, source_resource_id, status, tags }: ClusterSnapshot,
  { role }: Resource,
  operation: Operation,
  known: Knowledge,
): string | undefined {
  if (role === 'final_snapshot') {
    if (!known.named.has(id)) return `a final snapshot: goes only with --final-snapshot ${id}`;
    if (source_resource_id !== operation.target?.old?.resource_id)
      return 'it is not of the cluster that the operation replaced';
  } else if (
    role !== 'copy' ||
    !isOfSource(copy_of, operation) ||
    (tags[PURPOSE_TAG] ?? 'copy') !== 'copy'
  )
    return 'it is not a copy of the snapshot that the operation restores';
  const user = known.others.find(
    (other) =>
      other.operation_id !== operation.operation_id &&
      ([other.snapshot?.arn, other.restore_from].includes(arn) ||
        [id, arn].includes(String(other.request.snapshot_name))),
  );
  if (user?.status === 'planned')
    return `operation ${user.operation_id} was planned to restore from it`;
  if (user) return `operation ${user.operation_id} restores from it`;
  if (status !== 'available' && status !== 'failed') return `it is ${status}`;
  return tooYoung(operation, known) ?? claimedBy(operation, known);
}

/** Of the snapshot itself, or of the copy that was made of it in its own account. */
const isOfSource = (copyOf: string | undefined, { snapshot, resources }: Operation): boolean =>
  copyOf !== undefined &&
  (copyOf === snapshot?.arn ||
    Object.values(resources).some(({ role, arn }) => role === 'source_copy' && arn === copyOf));

/** A failed operation has not ended by itself: its failure counts, whatever was noted since. */
export const endOf = ({ status, error, end_time, update_time }: Operation): string =>
  (status === 'failed' ? error?.at : end_time) ?? update_time;

function tooYoung(operation: Operation, { now, olderThanMs }: Knowledge): string | undefined {
  const age = now.getTime() - Date.parse(endOf(operation));
  return age < olderThanMs
    ? `the operation ended ${duration(age)} ago, less than --older-than`
    : undefined;
}

function claimedBy(operation: Operation, { now, cleaner }: Knowledge): string | undefined {
  const { claim } = operation;
  return claim && claim.by !== cleaner && claimIsAlive(operation, now)
    ? `somebody is at work on the operation until ${claim.until}`
    : undefined;
}
