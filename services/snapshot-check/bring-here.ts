import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { SourceAt, SourcePlace } from '../../shared/aurora/source.ts';
import type { Configuration, SourceAccount } from '../../shared/configuration/configuration.ts';
import type { Reason } from '../../shared/errors.ts';
import type { Source } from '../../shared/operation/operation.ts';
import { samePlace } from './find-snapshot.ts';

interface World {
  readonly sourceAt: SourceAt;
  readonly configuration: Pick<Configuration, 'source_accounts'>;
  readonly here: SourcePlace;
}

/** How a snapshot comes to this account and region, and what stands in its way. */
export interface Passage {
  /** `undefined` for one that is here. */
  readonly source: Source | undefined;
  readonly findings: readonly Reason[];
}

/**
 * What it takes to copy a snapshot from where it lies. One of another account has to be shared with
 * this one, which neither an automated one nor one under its account's default key can be: those are
 * copied there first, under a key that the deployment names.
 * Sources: Aurora User Guide, "Sharing a DB cluster snapshot"; RDS API, CopyDBClusterSnapshot.
 */
export async function passageOf(
  { sourceAt, configuration, here }: World,
  found: ClusterSnapshot,
  place: SourcePlace,
): Promise<Passage> {
  if (samePlace(place, here)) return { source: undefined, findings: [] };
  const foreign = place.account_id !== here.account_id;
  const source: Source = { ...place, foreign, share: false };
  const account = configuration.source_accounts.find((one) => one.account_id === place.account_id);
  /** Without a role in that account only what is shared already could be found. */
  if (!foreign || !account) return { source, findings: [] };

  const side = sourceAt(place);
  const obstacle = await obstacleTo(found, side);
  if (obstacle) {
    const key = account.extra_copy_kms_key_ids[place.region];
    if (key === undefined || !account.share)
      return { source, findings: [needsExtraCopy(obstacle, found, place, account)] };
    return { source: { ...source, share: true, extra_copy_kms_key_id: key }, findings: [] };
  }
  const shared = (await side.sharedWith(found.id)).some((id) =>
    [here.account_id, 'all'].includes(id),
  );
  if (shared || account.share) return { source: { ...source, share: !shared }, findings: [] };
  return {
    source,
    findings: [
      {
        code: 'SNAPSHOT_NOT_SHARED',
        message: `snapshot ${found.arn} is not shared with account ${here.account_id}, and source_accounts does not let the pipeline share what account ${place.account_id} has`,
      },
    ],
  };
}

type Obstacle = 'SNAPSHOT_AUTOMATED' | 'SNAPSHOT_DEFAULT_KEY';

/** Why RDS would not share it. */
async function obstacleTo(
  { arn, type, kms_key_id }: ClusterSnapshot,
  { lookAtKey }: Pick<ReturnType<SourceAt>, 'lookAtKey'>,
): Promise<Obstacle | undefined> {
  if (type !== 'manual') return 'SNAPSHOT_AUTOMATED';
  const key = kms_key_id === undefined ? undefined : await lookAtKey(kms_key_id, `snapshot ${arn}`);
  return key && 'arn' in key && key.of === 'aws' ? 'SNAPSHOT_DEFAULT_KEY' : undefined;
}

function needsExtraCopy(
  code: Obstacle,
  { arn }: ClusterSnapshot,
  { account_id, region }: SourcePlace,
  { share }: SourceAccount,
): Reason {
  const why = code === 'SNAPSHOT_AUTOMATED' ? 'is an automated one' : 'lies under the default key';
  const missing = [
    `extra_copy_kms_key_ids names no key for ${region}`,
    ...(share ? [] : ['share is off']),
  ];
  return {
    code,
    message: `snapshot ${arn} ${why}, which cannot be shared; in source_accounts of ${account_id}, ${missing.join(' and ')}`,
  };
}
