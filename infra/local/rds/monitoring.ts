import type { DBInstance } from '@aws-sdk/client-rds';
import type { Call, Permission } from '../service.ts';
import { invalidCombination, invalidValue } from './errors.ts';
import { defined } from './input.ts';
import { usableKey } from './keys.ts';
import type { Rds } from './rds.ts';

/** Enhanced Monitoring and Performance Insights, as clusters and instances both tell them. */
export type Monitoring = Pick<
  DBInstance,
  | 'MonitoringInterval'
  | 'MonitoringRoleArn'
  | 'PerformanceInsightsEnabled'
  | 'PerformanceInsightsKMSKeyId'
  | 'PerformanceInsightsRetentionPeriod'
>;

interface Asked extends Omit<Monitoring, 'PerformanceInsightsEnabled'> {
  readonly EnablePerformanceInsights?: boolean | undefined;
}

/** What there is after a request, checked, where `before` is what there was. */
export const askedMonitoring = (
  rds: Rds,
  call: Call,
  asked: Asked,
  before: Monitoring,
): Monitoring => ({ ...enhanced(asked, before), ...insights(rds, call, asked, before) });

/** Its refusals are in the words of RDS as users report them. */
const enhanced = (asked: Asked, before: Monitoring): Monitoring => {
  const { MonitoringInterval = 0, MonitoringRoleArn } = {
    ...before,
    ...(asked.MonitoringInterval === 0 && { MonitoringRoleArn: undefined }),
    ...defined({
      MonitoringInterval: asked.MonitoringInterval,
      MonitoringRoleArn: asked.MonitoringRoleArn,
    }),
  };
  if (![0, 1, 5, 10, 15, 30, 60].includes(MonitoringInterval))
    throw invalidValue(`Invalid MonitoringInterval: ${MonitoringInterval}.`);
  if (MonitoringInterval > 0 && !MonitoringRoleArn)
    throw invalidCombination(
      'A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.',
    );
  if (MonitoringInterval === 0 && MonitoringRoleArn)
    throw invalidCombination(
      'You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN value.',
    );
  return { MonitoringInterval, MonitoringRoleArn };
};

const OFF = {
  PerformanceInsightsEnabled: false,
  PerformanceInsightsKMSKeyId: undefined,
  PerformanceInsightsRetentionPeriod: undefined,
};

const insights = (rds: Rds, call: Call, asked: Asked, before: Monitoring): Monitoring => {
  const { PerformanceInsightsKMSKeyId: key, PerformanceInsightsRetentionPeriod: days } = asked;
  if (!(asked.EnablePerformanceInsights ?? before.PerformanceInsightsEnabled)) {
    if (key || days)
      throw invalidCombination(
        'Performance Insights must be enabled to have a key or a retention.',
      );
    return OFF;
  }
  if (days !== undefined && days !== 7 && days !== 731 && !isMonths(days))
    throw invalidValue(`Invalid Performance Insights retention period: ${days}.`);
  return {
    PerformanceInsightsEnabled: true,
    PerformanceInsightsKMSKeyId: key
      ? usableKey(rds, key, call)
      : (before.PerformanceInsightsKMSKeyId ?? rds.keys.own(call)),
    PerformanceInsightsRetentionPeriod: days ?? before.PerformanceInsightsRetentionPeriod ?? 7,
  };
};

const isMonths = (days: number): boolean => days % 31 === 0 && days >= 31 && days <= 23 * 31;

/** Whoever names a role for the monitoring must be allowed to pass it. */
export const passingMonitoringRole = ({ MonitoringRoleArn: role }: Asked): Permission[] =>
  role ? [passing(role, 'monitoring.rds.amazonaws.com')] : [];

export const passing = (role: string, service: string): Permission => ({
  action: 'iam:PassRole',
  resource: role,
  context: { 'iam:PassedToService': service },
});
