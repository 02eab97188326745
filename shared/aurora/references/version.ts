import type { Reason } from '../../errors.ts';
import type { Referring } from '../references.ts';
import type { Referable, Version } from './referable.ts';

/** Whether the engine version exists, can be come to from the snapshot's, and exports the logs asked for. */
export async function engineVersion(
  rds: Referable,
  { snapshot_version, settings }: Referring,
  asked: Promise<Version | undefined>,
): Promise<readonly Reason[]> {
  const { engine_version, enable_cloudwatch_logs_exports: logs = [] } = settings;
  const upgrade = engine_version !== snapshot_version;
  const [version, from] = await Promise.all([
    asked,
    upgrade ? rds.version(snapshot_version) : undefined,
  ]);
  if (!version) {
    const message = `engine_version: RDS has no ${rds.engine} ${engine_version} here`;
    return [{ code: 'REFERENCE_NOT_FOUND', field: 'engine_version', message }];
  }
  const reasons: Reason[] = [];
  const targets = from?.upgrades_to ?? [];
  if (upgrade && !targets.includes(engine_version))
    reasons.push({
      code: 'ENGINE_VERSION_PATH',
      field: 'engine_version',
      message: `engine_version: RDS upgrades ${rds.engine} ${snapshot_version} to ${targets.join(', ') || 'no other version'}, not to ${engine_version}`,
    });
  for (const log of logs.filter((one) => !version.log_types.includes(one)))
    reasons.push({
      code: 'REFERENCE_NOT_FOUND',
      field: 'enable_cloudwatch_logs_exports',
      message: `enable_cloudwatch_logs_exports: ${rds.engine} ${engine_version} exports no log ${log}, but ${version.log_types.join(', ') || 'none'}`,
    });
  return reasons;
}
