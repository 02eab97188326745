import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Report } from './runtime.ts';

/**
 * Powertools behind the few words that the pipeline uses. `LOG_LEVEL` sets what is written, and
 * `POWERTOOLS_METRICS_NAMESPACE` where it is counted.
 */
export function reportOf(service: string) {
  const logger = new Logger({ serviceName: service });
  const metrics = new Metrics({ serviceName: service });
  const report: Report = {
    identify: (fields) => logger.appendKeys({ step: service, ...fields }),
    debug: (message, fields = {}) => logger.debug(message, fields),
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, error) =>
      logger.error(message, error instanceof Error ? error : String(error)),
    count: (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
  };
  return { logger, metrics, report };
}
