import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Delivery, NotAnEvent, notAnEvent, readDelivery } from './delivery.ts';
import { changeVisibility } from './queue.ts';
import type { reportOf } from './report.ts';
import type { Invocation, Outcome, Runtime } from './runtime.ts';

/** Time beyond the function's own for which a message stays invisible once work on it has begun. */
const VISIBILITY_MARGIN_SECONDS = 30;

export type Handle = (delivery: Delivery, invocation: Invocation) => Promise<Outcome>;

/** A Lambda behind one queue, with batches of one: deliveries in, visibility and failures out. */
export function queueFunction(
  handle: Handle,
  { logger, metrics, report }: ReturnType<typeof reportOf>,
  queue: { readonly client: SQSClient; readonly url: string },
  now: Runtime['now'],
) {
  const hide = (receiptHandle: string, seconds: number) =>
    changeVisibility(queue.client, queue.url, receiptHandle, seconds);

  /** Powertools warns, past the log, where there are none to tell. */
  const tellMetrics = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };

  async function outcomeOf(record: SQSEvent['Records'][number], invocation: Invocation) {
    try {
      return await handle(readDelivery(record), invocation);
    } catch (error) {
      if (!(error instanceof NotAnEvent)) throw error;
      return notAnEvent(report, error);
    }
  }

  /** Answered early, a function would live on with work that outlasts its invocation, and its claim. */
  return middy<SQSEvent, SQSBatchResponse>({ timeoutEarlyInMillis: 0 })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use({ after: tellMetrics, onError: tellMetrics })
    .handler(async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const record of Records) {
        const leftMs = context.getRemainingTimeInMillis();
        const invocation = {
          requestId: context.awsRequestId,
          endsAt: new Date(now().getTime() + leftMs),
        };
        report.identify({ event_id: record.messageId });
        await hide(record.receiptHandle, leftMs / 1000 + VISIBILITY_MARGIN_SECONDS);
        const outcome = await outcomeOf(record, invocation);
        if ('acknowledge' in outcome) continue;
        await hide(record.receiptHandle, outcome.retryAfterSeconds);
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
      return { batchItemFailures };
    });
}
