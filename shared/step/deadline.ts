import type { StepContract } from './contract.ts';
import type { Runtime } from './runtime.ts';

/** How long the stage of a step may take: what the deployment says, else the event that opens it. */
export function minutesOf(
  { stage, consumes }: StepContract,
  { deadlineMinutes }: Pick<Runtime, 'deadlineMinutes'>,
): number {
  const opens = consumes.find(({ opens }) => opens?.stage === stage)?.opens;
  return deadlineMinutes[stage] ?? opens?.deadlineMinutes ?? 15;
}
