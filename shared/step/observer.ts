import { SQSClient } from '@aws-sdk/client-sqs';
import type { ObserverContract } from './contract.ts';
import { readVariables } from './environment.ts';
import { queueFunction } from './lambda.ts';
import { type Observed, observed } from './observed.ts';
import { reportOf } from './report.ts';
import { acknowledge, retryAfter } from './runtime.ts';
import { secondsToRetry } from './spacing.ts';

/**
 * The Lambda of a service that is told of events and changes no operation. Whatever it throws is
 * tried again; what never works ends in its dead-letter queue.
 */
export function observer(
  contract: ObserverContract,
  tell: (event: Observed) => Promise<'told' | 'busy'>,
) {
  const { QUEUE_URL } = readVariables({});
  const reporting = reportOf(contract.name);
  const { report } = reporting;
  return queueFunction(
    async (delivery) => {
      const event = observed(contract, delivery);
      report.identify({
        operation_id: event.operation_id,
        sequence: event.sequence,
        event_id: event.event_id,
      });
      try {
        if ((await tell(event)) === 'told') return acknowledge;
        report.info('another delivery is at it');
        return retryAfter(30);
      } catch (error) {
        report.error('failed, may pass next time', error);
        return retryAfter(secondsToRetry(delivery.receiveCount));
      }
    },
    reporting,
    { client: new SQSClient(), url: QUEUE_URL },
    () => new Date(),
  );
}
