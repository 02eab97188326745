import type { Store } from 'dynalite/db/index.js';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { invalid, parse } from './failure.ts';
import { changeSettings, settingsOf } from './settings.ts';

const ofTable = z.strictObject({ TableName: z.string() });

const timeToLive = ofTable.extend({
  TimeToLiveSpecification: z.strictObject({
    AttributeName: z.string().min(1),
    Enabled: z.boolean(),
  }),
});

/** Remembered only: no item is ever removed, as AWS too may take days to. */
export async function updateTimeToLive(store: Store, input: object): Promise<object> {
  const { TableName, TimeToLiveSpecification } = parse(timeToLive, input);
  const { AttributeName, Enabled } = TimeToLiveSpecification;
  const { timeToLive: before } = await settingsOf(store, TableName);
  if (Enabled === (before !== undefined))
    throw invalid(`TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
  if (before !== undefined && before !== AttributeName)
    throw invalid('TimeToLive is active on a different AttributeName');
  await changeSettings(store, TableName, { timeToLive: Enabled ? AttributeName : undefined });
  return { TimeToLiveSpecification };
}

export async function describeTimeToLive(store: Store, input: object): Promise<object> {
  const { timeToLive: AttributeName } = await settingsOf(store, parse(ofTable, input).TableName);
  return {
    TimeToLiveDescription: AttributeName
      ? { TimeToLiveStatus: 'ENABLED', AttributeName }
      : { TimeToLiveStatus: 'DISABLED' },
  };
}

const DEFAULT_RECOVERY_DAYS = 35;

const backups = ofTable.extend({
  PointInTimeRecoverySpecification: z.strictObject({
    PointInTimeRecoveryEnabled: z.boolean(),
    RecoveryPeriodInDays: z.int().min(1).max(35).default(DEFAULT_RECOVERY_DAYS),
  }),
});

/** Remembered only: nothing can be restored. */
export async function updateContinuousBackups(
  store: Store,
  input: object,
  clock: Clock,
): Promise<object> {
  const { TableName, PointInTimeRecoverySpecification } = parse(backups, input);
  const { PointInTimeRecoveryEnabled, RecoveryPeriodInDays: days } =
    PointInTimeRecoverySpecification;
  const { pointInTimeRecovery: before } = await settingsOf(store, TableName);
  await changeSettings(store, TableName, {
    pointInTimeRecovery: PointInTimeRecoveryEnabled
      ? { sinceMs: before?.sinceMs ?? clock.now(), days }
      : undefined,
  });
  return await describeContinuousBackups(store, { TableName }, clock);
}

export async function describeContinuousBackups(
  store: Store,
  input: object,
  clock: Clock,
): Promise<object> {
  const { pointInTimeRecovery } = await settingsOf(store, parse(ofTable, input).TableName);
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: pointInTimeRecovery
        ? {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: pointInTimeRecovery.days,
            EarliestRestorableDateTime: pointInTimeRecovery.sinceMs / 1000,
            LatestRestorableDateTime: clock.now() / 1000,
          }
        : { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  };
}
