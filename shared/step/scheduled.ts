import { SQSClient } from '@aws-sdk/client-sqs';
import type { ScheduledContract } from './contract.ts';
import { readVariables } from './environment.ts';
import { queueFunction } from './lambda.ts';
import { reportOf } from './report.ts';
import { acknowledge, type Report } from './runtime.ts';

/** The Lambda of a service that a schedule calls. What it throws is tried again with the message. */
export function scheduled(contract: ScheduledContract, run: (report: Report) => Promise<void>) {
  const { QUEUE_URL } = readVariables({});
  const reporting = reportOf(contract.name);
  return queueFunction(
    async () => {
      await run(reporting.report);
      return acknowledge;
    },
    reporting,
    { client: new SQSClient(), url: QUEUE_URL },
    () => new Date(),
  );
}
