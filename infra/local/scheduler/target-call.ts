import type {
  PutEventsRequest,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { SendMessageRequest } from '@aws-sdk/client-sqs';
import { ServiceError } from '../service.ts';
import { queueUrl } from './queue-url.ts';
import type { ScheduleTarget } from './schedule-properties.ts';

/** Calls a service by a schedule's role. */
export type CallByRole = (
  service: 'events' | 'sqs',
  operation: string,
  input: object,
) => Promise<object>;

/**
 * Brings an input to a schedule's target by the operation that AWS has chosen for it:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export async function callTarget(
  target: ScheduleTarget,
  input: string,
  { call, endpoint }: { readonly call: CallByRole; readonly endpoint: string },
): Promise<void> {
  if ('EventBridgeParameters' in target) {
    const { Source, DetailType } = target.EventBridgeParameters;
    const request: PutEventsRequest = {
      Entries: [{ EventBusName: target.Arn, Source, DetailType, Detail: input }],
    };
    const answer: PutEventsResponse = await call('events', 'PutEvents', request);
    for (const entry of answer.Entries ?? []) refuseFailed(entry);
    return;
  }
  const message: SendMessageRequest = {
    QueueUrl: queueUrl(endpoint, target.Arn),
    MessageBody: input,
  };
  await call('sqs', 'SendMessage', message);
}

function refuseFailed({ ErrorCode, ErrorMessage }: PutEventsResultEntry): void {
  if (ErrorCode !== undefined) throw new ServiceError(ErrorCode, ErrorMessage ?? '');
}
