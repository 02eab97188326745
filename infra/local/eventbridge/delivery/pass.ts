import type { Clock } from '../../clock.ts';
import type { Fault } from '../../faults.ts';

/** Lets an event pass as the faults say: not at all, several times, later. */
export function pass(clock: Clock, faults: readonly Fault[], go: () => void): void {
  let copies = 1;
  let wait = 0;
  for (const fault of faults) {
    if (fault.kind === 'drop') return;
    if (fault.kind === 'repeat') copies += fault.times;
    else if (fault.kind === 'delay') wait += fault.ms;
    else throw new Error(`The fault ${fault.kind} cannot happen to an event`);
  }
  const goAll = () => {
    for (let copy = 0; copy < copies; copy += 1) go();
  };
  if (wait === 0) goAll();
  else clock.after(wait, goAll);
}
