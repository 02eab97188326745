import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { KeyProblem, LookAtKey } from '../../shared/aurora/keys.ts';

export interface NeededKeys {
  /** Under which the snapshot lies; it has none where it is not encrypted. */
  readonly own: string | undefined;
  /** Under which the cluster will be, where another is asked for. */
  readonly wanted: string | undefined;
  readonly problems: readonly KeyProblem[];
}

/** The keys that a restore needs, by their ARNs, so that two names of one key are one key. */
export async function neededKeys(
  look: LookAtKey,
  { id, kms_key_id: own }: ClusterSnapshot,
  wanted: string | undefined,
): Promise<NeededKeys> {
  const found = {
    own: own === undefined ? undefined : await look(own, `snapshot ${id}`),
    wanted: wanted === undefined ? undefined : await look(wanted, 'kms_key_id'),
  };
  return {
    own: found.own && 'arn' in found.own ? found.own.arn : undefined,
    wanted: found.wanted && 'arn' in found.wanted ? found.wanted.arn : undefined,
    problems: [found.own, found.wanted].flatMap((key) => (key && 'code' in key ? key : [])),
  };
}
