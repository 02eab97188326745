import { SQSClient } from '@aws-sdk/client-sqs';
import type { RdsEvent } from '../../events/rds/index.ts';
import type { RequesterContract } from './contract.ts';
import { type Delivery, NotAnEvent } from './delivery.ts';
import { readVariables } from './environment.ts';
import { queueFunction } from './lambda.ts';
import { reportOf } from './report.ts';
import { acknowledge, type Report, retryAfter } from './runtime.ts';
import { secondsToRetry } from './spacing.ts';

/** The source of what a rule with a schedule puts into its queue. Source: EventBridge guide. */
const SCHEDULE = 'aws.events';

/**
 * The Lambda of a service that asks for restores: told of a native event, or, with `undefined`, that it
 * is time to look. Whatever it throws is tried again; what never works ends in its dead-letter queue.
 */
export function requester(
  contract: RequesterContract,
  run: (event: RdsEvent | undefined, report: Report) => Promise<void>,
) {
  const { QUEUE_URL } = readVariables({});
  const reporting = reportOf(contract.name);
  const { report } = reporting;
  return queueFunction(
    async (delivery) => {
      const event = toldBy(delivery);
      try {
        await run(event, report);
        return acknowledge;
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

function toldBy({ event, native, messageId }: Delivery): RdsEvent | undefined {
  if (native || event.source === SCHEDULE) return native;
  throw new NotAnEvent(messageId, { cause: `${event.source} ${event['detail-type']}` });
}
