import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { isInTheMaking } from '../../shared/aurora/status.ts';
import type { AutoRestore } from '../../shared/configuration/auto-restores.ts';
import type { Asked, ClusterState } from './rule-state.ts';

export type Candidate = Pick<ClusterSnapshot, 'arn' | 'status' | 'created_at'>;

/** Of one rule and one of its source clusters. */
interface Circumstances {
  readonly rule: Pick<AutoRestore, 'at_most_every_minutes' | 'look_after_minutes'>;
  /** Since when the rule exists: what was there before is not new. */
  readonly since: string;
  readonly now: Date;
  /** The ARN of the snapshot that an event tells of right now. */
  readonly told?: string | undefined;
  /** Whether the last restore that was asked for is not over. */
  readonly underWay: boolean;
  /** When the source cluster was itself restored, if a pipeline did that; `unfinished` where it is not done. */
  readonly restored?: Date | 'unfinished' | undefined;
  /** Those that the rule is about. */
  readonly snapshots: readonly Candidate[];
}

export type Decision =
  | { readonly do: 'ask'; readonly snapshot: Candidate & { readonly created_at: Date } }
  /** Something is or may be new, and is looked at again later. */
  | { readonly do: 'wait'; readonly arn: string; readonly why: string }
  | { readonly do: 'nothing'; readonly overdue: boolean };

/** For how long an event proves that a snapshot is new which was there before the rule. */
const PROOF_MS = 60 * 60_000;

/**
 * Asks for the newest of the snapshots that are new: taken after the last one that was asked for, since
 * the rule exists, and of a cluster that is whole. One restore at a time, and none sooner than the
 * rule's period allows.
 */
export function decide(
  { asked, awaits }: ClusterState,
  { rule, since, now, told, underWay, restored, snapshots }: Circumstances,
): Decision {
  const toldOf = [told, awaits];
  const age = (created_at: Date) => now.getTime() - created_at.getTime();
  const isNew = ({ arn, created_at }: { arn: string; created_at: Date }) =>
    (!asked || created_at.getTime() > Date.parse(asked.created_at)) &&
    !(restored instanceof Date && created_at <= restored) &&
    (created_at.getTime() > Date.parse(since) ||
      (toldOf.includes(arn) && age(created_at) <= PROOF_MS));
  const [newest] = snapshots
    .flatMap((one) => {
      const { created_at, status } = one;
      return created_at && status === 'available' ? [{ ...one, created_at }] : [];
    })
    .filter(isNew)
    .sort((a, b) => b.created_at.getTime() - a.created_at.getTime() || (a.arn < b.arn ? -1 : 1));
  if (newest && restored === 'unfinished')
    return { do: 'wait', arn: newest.arn, why: 'a restore of its source cluster is not completed' };
  if (newest && underWay)
    return { do: 'wait', arn: newest.arn, why: 'the last restore is not over' };
  if (newest && isTooSoon({ asked }, rule, now))
    return { do: 'wait', arn: newest.arn, why: 'the last restore was asked for not long ago' };
  if (newest) return { do: 'ask', snapshot: newest };
  const making = snapshots.find((one) => toldOf.includes(one.arn) && isInTheMaking(one));
  if (making) return { do: 'wait', arn: making.arn, why: `the snapshot is ${making.status}` };
  return { do: 'nothing', overdue: !underWay && isOverdue({ asked }, { rule, since, now }) };
}

export const isTooSoon = (
  { asked }: Pick<ClusterState, 'asked'>,
  { at_most_every_minutes }: Circumstances['rule'],
  now: Date,
): boolean =>
  asked !== undefined &&
  now.getTime() < Date.parse(asked.asked_at) + at_most_every_minutes * 60_000;

/** Whether the newest snapshot that was asked for, or else the rule itself, is older than it may become. */
export const isOverdue = (
  { asked }: Pick<ClusterState, 'asked'>,
  { rule, since, now }: Pick<Circumstances, 'rule' | 'since' | 'now'>,
): boolean => {
  const newest = Math.max(Date.parse(since), asked ? Date.parse(asked.created_at) : 0);
  return now.getTime() > newest + rule.look_after_minutes * 60_000;
};

/** What was asked for and no operation tells of is on its way for so long, and is put again meanwhile. */
const ON_ITS_WAY_MS = 60 * 60_000;
const PUT_AGAIN_AFTER_MS = 5 * 60_000;

const ageOf = ({ asked_at }: Asked, now: Date) => now.getTime() - Date.parse(asked_at);

export const isOnItsWay = (asked: Asked, now: Date): boolean => ageOf(asked, now) < ON_ITS_WAY_MS;

/** Whether the request has to be put once more: as it was, so that it is never a second restore. */
export const mustBeRepeated = (asked: Asked, hasBegun: boolean, now: Date): boolean =>
  !hasBegun && (!asked.sent || (isOnItsWay(asked, now) && ageOf(asked, now) >= PUT_AGAIN_AFTER_MS));
