import type { Clock } from '../clock.ts';
import type { Call, Principal } from '../service.ts';
import type { Operation, Operations } from './operation.ts';

/** A call that changed something. */
export interface Effect {
  readonly operation: string;
  /** The request's members that name resources. */
  readonly identifiers: Readonly<Record<string, string>>;
  readonly time: Date;
  readonly principal: Principal;
}

/** The same operations, which enter every call that they did not refuse. */
export const recordingEffects = (
  operations: Operations,
  clock: Clock,
  effects: Effect[],
): Operations =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      recording(operation, clock, effects),
    ]),
  );

const recording = <Input extends object>(
  operation: Operation<Input>,
  clock: Clock,
  effects: Effect[],
): Operation<Input> => ({
  permissions: operation.permissions,
  run: (input, call: Call) => {
    const answer = operation.run(input, call);
    effects.push({
      operation: call.operation,
      identifiers: identifiersIn(input),
      time: clock.date(),
      principal: call.principal,
    });
    return answer;
  },
});

const identifiersIn = (input: object): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const [member, value] of Object.entries(input))
    if (typeof value === 'string' && /(Identifier|GroupName|ResourceName)$/.test(member))
      found[member] = value;
  return found;
};
