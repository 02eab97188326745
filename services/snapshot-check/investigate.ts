import type { RestoreRequest } from '../../events/restore-request.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { Needed, Quotas } from '../../shared/aurora/quotas.ts';
import type { References } from '../../shared/aurora/references.ts';
import type { DefaultSecurityGroup } from '../../shared/aurora/security-groups.ts';
import type { SourceAt, SourcePlace } from '../../shared/aurora/source.ts';
import { isInTheMaking } from '../../shared/aurora/status.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { MasterLogin } from '../../shared/database/master-login.ts';
import { type Reason, StepFailure } from '../../shared/errors.ts';
import type { Operation, Source, Target } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { type Passage, passageOf } from './bring-here.ts';
import { findSnapshot, placeOf, wanted } from './find-snapshot.ts';
import { heldByAnother } from './held.ts';
import { impossible, unsuitable } from './impossible.ts';
import { intendedTarget, securityGroups } from './intended-target.ts';
import { awaitsTarget } from './its-turn.ts';
import { finalSnapshotKey, insightKeys, keysOf, type NeededKeys } from './keys-of.ts';
import { lookAtTarget, type SeenTarget } from './look-at-target.ts';
import { masterUser } from './master-user.ts';
import { takenNames } from './names-free.ts';
import { settingsFor } from './settings-for.ts';

/** What is assumed of a snapshot that is not there. */
export const ENGINE = 'aurora-mysql';

export interface World {
  readonly aurora: Pick<Aurora, 'cluster' | 'instances' | 'instance' | 'snapshot'>;
  readonly sourceAt: SourceAt;
  readonly references: References;
  readonly quotas: Quotas;
  readonly defaultSecurityGroup: DefaultSecurityGroup;
  readonly operations: Pick<Operations, 'hold' | 'holder' | 'read'>;
  readonly masterLogin: MasterLogin;
  readonly configuration: Pick<
    Configuration,
    | 'defaults'
    | 'allowed_targets'
    | 'environment'
    | 'source_accounts'
    | 'allow_unproven_keys'
    | 'database'
  >;
  readonly here: SourcePlace;
  /** The security group of the deployment's own that a cluster has until its users are set up, and its VPC. */
  readonly isolation_group?: string | undefined;
  readonly deployment_vpc_id?: string | undefined;
}

/** Everything that can be known of a restore without changing anything. */
export interface Inquiry {
  /** Why the request can never be carried out. */
  readonly impossible: readonly Reason[];
  /** What somebody could mend. */
  readonly findings: readonly Reason[];
  readonly unproven: readonly Reason[];
  readonly notes: readonly string[];
  /** What holds the restore up, but does not stop it. */
  readonly waits: readonly string[];
  /** Absent where there is none. */
  readonly snapshot: ClusterSnapshot | undefined;
  readonly source: Source | undefined;
  readonly target: Target;
  readonly copy_required: boolean;
}

export async function investigate(
  world: World,
  operation: Operation,
  request: RestoreRequest,
  now: Date,
): Promise<Inquiry> {
  const { configuration, here } = world;
  const place = placeOf(request, here);
  const findings: Reason[] = [];
  /** What AWS refuses to tell stands in the way like what is missing. */
  const orElse = async <T>(fallback: T, look: () => Promise<T>): Promise<T> => {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      findings.push({ code: error.code, message: error.message });
      return fallback;
    }
  };

  const snapshot = await orElse(undefined, async () => {
    const found = await findSnapshot(world.sourceAt(place), request);
    if (found) return found;
    const what = wanted(request, place, here);
    throw isStranger(world, place)
      ? new StepFailure('SNAPSHOT_NOT_SHARED', `no ${what} is shared with ${here.account_id}`)
      : new StepFailure('SNAPSHOT_NOT_FOUND', `there is no ${what}`);
  });
  const {
    old,
    unheld,
    notes: seenNotes,
  } = await orElse(NOTHING_THERE, () =>
    lookAtTarget(world, operation, request.target_cluster_id, snapshot),
  );
  const { defaults } = configuration;
  const wished = settingsFor({ request, defaults, snapshot, old });
  const passage = snapshot
    ? await orElse(NO_PASSAGE, () => passageOf(world, snapshot, place))
    : NO_PASSAGE;
  const { source } = passage;
  const keys = snapshot
    ? await orElse(NO_KEYS, () => keysOf(world, snapshot, passage, wished.settings.kms_key_id))
    : NO_KEYS;
  const insights = await orElse(NO_INSIGHTS, () => insightKeys(world, wished.instances));
  const security_groups = await orElse([], () => securityGroups(world, wished.settings));
  const target = intendedTarget(world, {
    request,
    snapshot,
    old,
    wished,
    keys,
    insight_keys: insights.arns,
    security_groups,
  });
  const copy_required = source !== undefined || differs(keys);
  findings.push(
    ...passage.findings,
    ...keys.findings,
    ...insights.findings,
    ...(await orElse([], () => finalSnapshotKey(world, target))),
    ...brokenOf(snapshot),
    ...(await orElse([], () => referencesOf(world, snapshot, target))),
    ...(await orElse([], () => takenNames(world, operation, target, copy_required))),
    ...(await orElse([], () => world.quotas(neededOf(target, copy_required)))),
    ...(await orElse([], () =>
      masterUser(world, target.settings, snapshot?.master_username ?? ''),
    )),
    ...unheld,
  );
  const lock = { kind: 'cluster', region: here.region, id: target.cluster_id } as const;
  const held = await heldByAnother(world.operations, operation, lock, now);
  return {
    impossible: [
      ...impossible(request, wished.instances, here),
      ...wished.reasons,
      ...(snapshot ? unsuitable(snapshot, request, here) : []),
      ...(awaitsTarget(request) ? [] : held),
    ],
    findings,
    unproven: keys.unproven,
    notes: [...wished.notes, ...seenNotes],
    waits: awaitsTarget(request) ? held.map(({ message }) => message) : [],
    snapshot,
    source,
    target,
    copy_required,
  };
}

/** An account that is not configured: of what it has only what it shares can be seen. */
const isStranger = ({ here, configuration }: World, { account_id }: SourcePlace): boolean =>
  account_id !== here.account_id &&
  !configuration.source_accounts.some((one) => one.account_id === account_id);

const NOTHING_THERE: SeenTarget = { unheld: [], notes: [] };
const NO_INSIGHTS: Awaited<ReturnType<typeof insightKeys>> = { arns: new Map(), findings: [] };
const NO_PASSAGE: Passage = { source: undefined, findings: [] };
const NO_KEYS: NeededKeys = { own: undefined, wanted: undefined, findings: [], unproven: [] };

function brokenOf(snapshot: ClusterSnapshot | undefined): Reason[] {
  if (!snapshot || snapshot.status === 'available' || isInTheMaking(snapshot)) return [];
  const message = `snapshot ${snapshot.id} is ${snapshot.status}`;
  return [{ code: 'SNAPSHOT_NOT_AVAILABLE', message }];
}

/** Without a snapshot there is a version to look for only where the request names one. */
async function referencesOf(
  { references, deployment_vpc_id }: World,
  snapshot: ClusterSnapshot | undefined,
  { settings, instances = [] }: Target,
): Promise<readonly Reason[]> {
  if (!settings.engine_version) return [];
  const { engine, engine_version } = snapshot ?? {
    engine: ENGINE,
    engine_version: settings.engine_version,
  };
  return await references({
    engine,
    snapshot_version: engine_version,
    settings,
    instances,
    deployment_vpc_id,
  });
}

/** The old target is gone before the new one comes. */
const neededOf = ({ old, instances = [], settings }: Target, copy_required: boolean): Needed => ({
  clusters: old ? 0 : 1,
  instances: instances.length - (old?.instances.length ?? 0),
  manual_snapshots: Number(copy_required) + Number(old !== undefined && settings.final_snapshot),
});

/**
 * Only an encrypted snapshot is copied under another key: an unencrypted one cannot be, but it is
 * encrypted as it is restored.
 */
const differs = ({ own, wanted }: { own: string | undefined; wanted: string | undefined }) =>
  own !== undefined && wanted !== undefined && wanted !== own;
