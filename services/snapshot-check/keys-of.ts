import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { type KeyProblem, type UsableKey, unprovenReason } from '../../shared/aurora/keys.ts';
import type { SourceAt, SourcePlace } from '../../shared/aurora/source.ts';
import type { Reason } from '../../shared/errors.ts';
import type { Target } from '../../shared/operation/operation.ts';
import type { InstanceSettings } from '../../shared/operation/settings.ts';
import type { Passage } from './bring-here.ts';

interface World {
  readonly sourceAt: SourceAt;
  readonly here: SourcePlace;
}

/** The keys that a restore needs, by their ARNs, so that two names of one key are one key. */
export interface NeededKeys {
  /** Under which the snapshot lies; it has none where it is not encrypted. */
  readonly own: string | undefined;
  /** Under which the cluster will be, where it is not the snapshot's. */
  readonly wanted: string | undefined;
  readonly findings: readonly Reason[];
  /** Nobody knows whether RDS may use them. */
  readonly unproven: readonly Reason[];
}

/** What RDS takes where a copy from elsewhere needs a key and nobody names one. */
const DEFAULT_KEY = 'alias/aws/rds';

/** The old target's own key, without which no final snapshot can be taken of it. */
export async function finalSnapshotKey(
  { sourceAt, here }: World,
  { old, settings }: Pick<Target, 'old' | 'settings'>,
): Promise<readonly Reason[]> {
  const key = old?.settings.kms_key_id;
  if (key === undefined || !settings.final_snapshot) return [];
  return problemOf(await sourceAt(here).lookAtKey(key, 'the final snapshot of the old target'));
}

/**
 * The keys under which Performance Insights will be kept, by what they are asked for by. RDS would
 * refuse one only once the old target is gone.
 */
export async function insightKeys(
  { sourceAt, here }: World,
  instances: readonly Pick<InstanceSettings, 'performance_insights_kms_key_id'>[],
): Promise<{ readonly arns: ReadonlyMap<string, string>; readonly findings: readonly Reason[] }> {
  const asked = new Set(
    instances.flatMap(({ performance_insights_kms_key_id: key }) => (key ? [key] : [])),
  );
  const arns = new Map<string, string>();
  const findings: Reason[] = [];
  for (const key of asked) {
    const field = 'performance_insights_kms_key_id';
    const looked = await sourceAt(here).lookAtKey(key, field);
    if ('code' in looked) findings.push({ ...looked, field });
    else arns.set(key, looked.arn);
  }
  return { arns, findings };
}

/**
 * Looks at both keys with the pipeline's own credentials, as RDS will use them: the snapshot's where it
 * lies, or that of the copy which is made there first.
 */
export async function keysOf(
  { sourceAt, here }: World,
  found: Pick<ClusterSnapshot, 'id' | 'kms_key_id'>,
  { source, findings: onTheWay }: Passage,
  asked: string | undefined,
): Promise<NeededKeys> {
  const encrypted = found.kms_key_id !== undefined;
  /** What cannot be brought here is not read either. */
  const isRead = encrypted && onTheWay.length === 0;
  const readKey = isRead ? (source?.extra_copy_kms_key_id ?? found.kms_key_id) : undefined;
  const wantedKey = asked ?? (encrypted && source ? DEFAULT_KEY : undefined);
  const look = async (key: string | undefined, whose: string, region: string) =>
    key === undefined
      ? undefined
      : await sourceAt({ account_id: here.account_id, region }).lookAtKey(key, whose);
  const whose = asked === undefined ? `the copy of snapshot ${found.id}` : 'kms_key_id';
  const own = await look(readKey, `snapshot ${found.id}`, source?.region ?? here.region);
  const wanted = await look(wantedKey, whose, here.region);
  return {
    own: arnOf(own),
    wanted: arnOf(wanted),
    findings: [
      ...problemOf(own),
      ...problemOf(wanted).map((problem) =>
        asked === undefined ? problem : { ...problem, field: 'kms_key_id' },
      ),
    ],
    unproven: [
      ...unprovenOf(own, `snapshot ${found.id}`),
      ...(arnOf(own) === arnOf(wanted) ? [] : unprovenOf(wanted, whose)),
    ],
  };
}

type Looked = UsableKey | KeyProblem | undefined;

const problemOf = (key: Looked): Reason[] => (key && 'code' in key ? [key] : []);

const arnOf = (key: Looked) => (key && 'arn' in key ? key.arn : undefined);

const unprovenOf = (key: Looked, whose: string): Reason[] =>
  key && 'arn' in key && !key.proven ? [unprovenReason(key, whose)] : [];
