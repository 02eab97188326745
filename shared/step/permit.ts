import type { Operation } from '../operation/operation.ts';
import { LostCondition, LostLock, type Operations } from '../operation/operations.ts';

/**
 * Leave to make one call that changes something. Every such call of `shared/aurora` wants one, and
 * takes it only once: so none is made without having looked, right before, whether the operation is
 * still this delivery's.
 */
export class Permit {
  readonly #allows: Allows;
  #used = false;

  constructor(timeoutMs: number, statementMs: number = timeoutMs) {
    this.#allows = { timeoutMs, statementMs };
  }

  /** Uses the permit up. */
  use(): Allows {
    if (this.#used) throw new Error('a permit allows one call');
    this.#used = true;
    return this.#allows;
  }
}

interface Allows {
  /** How long a call to AWS may take: less than the claim has left. */
  readonly timeoutMs: number;
  /** How long a statement may take so that this run of the function can still tell how it ended. */
  readonly statementMs: number;
}

export type AskPermit = () => Promise<Permit>;

/** Time that a claim must still have so that a call can be made and answered under it. */
const SPARE_MS = 20_000;
const LONGEST_CALL_MS = 15_000;
/** A claim outlives the invocation that took it, so that no worker outlives its claim. */
export const CLAIM_MARGIN_MS = 60_000;

interface Claimant {
  readonly operationId: string;
  readonly by: string;
  readonly sequence: number;
  readonly region: string;
  readonly now: () => Date;
}

/**
 * Permits for a delivery: given while its claim is alive with time to spare and the lock is its own.
 * Without the claim, another delivery may go on (`LostCondition`); without the lock, none (`LostLock`).
 */
export const permitsFor =
  (operations: Pick<Operations, 'read' | 'holder'>, claimant: Claimant): AskPermit =>
  async () => {
    const operation = await operations.read(claimant.operationId);
    if (!operation || timeLeft(operation, claimant) < SPARE_MS)
      throw new LostCondition('the claim');
    const id = targetOf(operation);
    const target = { kind: 'cluster', region: claimant.region, id } as const;
    const holder = await operations.holder(target);
    if (holder !== claimant.operationId) throw new LostLock(target, holder);
    /** Looking may have taken its time. */
    const left = timeLeft(operation, claimant);
    if (left < SPARE_MS) throw new LostCondition('the claim');
    return new Permit(
      Math.min(LONGEST_CALL_MS, left - SPARE_MS / 2),
      Math.max(1000, left - CLAIM_MARGIN_MS - SPARE_MS),
    );
  };

function timeLeft(operation: Operation | undefined, { by, sequence, now }: Claimant): number {
  const claim = operation?.status === 'in_progress' && operation.claim;
  if (!claim || claim.by !== by || operation.sequence !== sequence) return 0;
  return Date.parse(claim.until) - now().getTime();
}

/** The name under which the operation restores, also before its target was looked at. */
export const targetOf = ({ target, request }: Pick<Operation, 'target' | 'request'>): string =>
  target?.cluster_id ?? String(request.target_cluster_id).toLowerCase();
