import { invalidValue } from '../errors.ts';
import type { ClusterSettings } from '../state/cluster.ts';

const LOG_TYPES = new Set([
  'audit',
  'error',
  'general',
  'slowquery',
  'instance',
  'iam-db-auth-error',
]);

export const checkLogTypes = (types: readonly string[] | undefined, version: string): void => {
  for (const type of types ?? [])
    if (!LOG_TYPES.has(type))
      throw invalidValue(
        `You cannot use the log types '${type}' with engine version aurora-mysql ${version}.`,
      );
};

export const checkRetention = (days: number | undefined): void => {
  if (days !== undefined && (days < 1 || days > 35))
    throw invalidValue(`Invalid backup retention period: ${days}. Must be between 1 and 35.`);
};

/** Serverless v2 capacity units. */
export const checkCapacity = (asked: ClusterSettings['ServerlessV2ScalingConfiguration']): void => {
  if (!asked) return;
  const { MinCapacity = 0, MaxCapacity = 0 } = asked;
  const steps = [MinCapacity, MaxCapacity].every((units) => Number.isInteger(units * 2));
  if (
    !steps ||
    MinCapacity < 0 ||
    MaxCapacity < 1 ||
    MaxCapacity > 256 ||
    MinCapacity > MaxCapacity
  )
    throw invalidValue(
      `Serverless v2 capacity range ${MinCapacity} to ${MaxCapacity} isn't valid: it must lie within 0 and 256 in steps of 0.5, with a maximum of 1 at least.`,
    );
};
