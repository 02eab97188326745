import { engineVersion, logTypesOf } from '../engine-versions/versions.ts';
import { invalidCombination, invalidValue } from '../errors.ts';
import type { ClusterSettings } from '../state/cluster.ts';

export const checkLogTypes = (types: readonly string[] | undefined, version: string): void => {
  for (const type of types ?? [])
    if (!logTypesOf(engineVersion(version)).includes(type))
      throw invalidValue(
        `You cannot use the log types '${type}' with engine version aurora-mysql ${version}.`,
      );
};

export const checkRetention = (days: number | undefined): void => {
  if (days !== undefined && (days < 1 || days > 35))
    throw invalidValue(`Invalid backup retention period: ${days}. Must be between 1 and 35.`);
};

export const checkPort = (port: number | undefined): void => {
  if (port !== undefined && (port < 1150 || port > 65535))
    throw invalidValue(`Invalid database port: ${port}. Must be between 1150 and 65535.`);
};

const MOST_BACKTRACK_SECONDS = 72 * 60 * 60;

export const checkBacktrack = (seconds: number | undefined): void => {
  if (seconds !== undefined && (seconds < 0 || seconds > MOST_BACKTRACK_SECONDS))
    throw invalidValue(
      `Invalid backtrack window: ${seconds}. Must be between 0 and ${MOST_BACKTRACK_SECONDS}.`,
    );
};

/** The advanced mode of Database Insights goes with 15 months of Performance Insights. */
export const checkInsightsMode = (settings: ClusterSettings): void => {
  const { PerformanceInsightsEnabled: enabled, PerformanceInsightsRetentionPeriod: days } =
    settings;
  if (settings.DatabaseInsightsMode === 'advanced' && (!enabled || days !== 465))
    throw invalidCombination(
      'To have the advanced mode of Database Insights, enable Performance Insights and set its retention period to 465 days.',
    );
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
