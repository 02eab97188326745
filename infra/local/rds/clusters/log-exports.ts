import type { CloudwatchLogsExportConfiguration } from '@aws-sdk/client-rds';

/** The logs that are exported once some are enabled and others disabled. */
export const exportedLogs = (
  before: readonly string[] | undefined,
  { EnableLogTypes = [], DisableLogTypes = [] }: CloudwatchLogsExportConfiguration,
): string[] => {
  const disabled = new Set(DisableLogTypes);
  return [...new Set([...(before ?? []), ...EnableLogTypes])].filter((type) => !disabled.has(type));
};
