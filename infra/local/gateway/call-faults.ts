import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import type { Principal } from '../service.ts';

/** The caller is gone: the connection ends without an answer. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}

/** Carries a call out with its faults. One that strikes `after` does so even if the call fails. */
export async function withCallFaults<T>(
  faults: readonly Fault[],
  caller: Principal,
  clock: Pick<Clock, 'pause'>,
  carryOut: () => Promise<T>,
): Promise<T> {
  for (const fault of faults) if (fault.kind === 'delay') await clock.pause(fault.ms);
  strike(faults, caller, false);
  try {
    return await carryOut();
  } finally {
    strike(faults, caller, true);
  }
}

function strike(faults: readonly Fault[], caller: Principal, after: boolean): void {
  for (const fault of faults) {
    if (fault.kind === 'drop' || fault.kind === 'repeat')
      throw new Error(`A call cannot suffer the fault '${fault.kind}'`);
    if (fault.kind === 'delay' || (fault.after ?? false) !== after) continue;
    if (fault.kind === 'fail') throw fault.error;
    caller.kill?.();
    throw new CallerGone();
  }
}
