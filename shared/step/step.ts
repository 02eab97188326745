import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { EventDefinition } from '../../events/define-event.ts';
import { isCopying, Lines } from '../line/lines.ts';
import { documentsOf } from '../operation/documents.ts';
import { Operations } from '../operation/operations.ts';
import { publishOn } from './bus.ts';
import type { StepContract } from './contract.ts';
import { eventIdOf } from './delivery.ts';
import { readVariables, shippedConfiguration } from './environment.ts';
import { type Business, type CheckRequest, handler } from './handle.ts';
import { queueFunction } from './lambda.ts';
import { sendCheck } from './queue.ts';
import { reportOf } from './report.ts';
import type { Runtime } from './runtime.ts';

/** The Lambda of a step: its contract and its business function put to work on the real services. */
export function step<Consumed extends EventDefinition, Emitted extends EventDefinition>(
  contract: StepContract<Consumed, Emitted>,
  business: Business<Consumed, Emitted>,
  checkRequest?: CheckRequest,
) {
  const variables = readVariables({});
  const reporting = reportOf(contract.name);
  const sqs = new SQSClient();
  const now = () => new Date();
  const send = sendCheck(sqs, { region: variables.AWS_REGION }, now);
  const { deadline_minutes, longest_queued_minutes, max_concurrent_copies } =
    shippedConfiguration();
  const lines = linesOf(variables);
  const runtime: Runtime = {
    operations: operationsOf(variables),
    publish: publishOn(new EventBridgeClient(), variables.BUS_NAME),
    sendToSelf: (event, checkId, delaySeconds) =>
      send(variables.QUEUE_URL, event, eventIdOf(event.detail, checkId), checkId, delaySeconds),
    region: variables.AWS_REGION,
    deadLetterQueue: variables.DEAD_LETTER_QUEUE,
    maxReceives: variables.MAX_RECEIVES,
    deadlineMinutes: deadline_minutes,
    longestQueuedMinutes: longest_queued_minutes,
    async reenter(operation) {
      await lines.reenter('restores', operation);
      if (max_concurrent_copies !== undefined && isCopying(operation))
        await lines.reenter('copies', operation);
    },
    now,
    newId: randomUUID,
    report: reporting.report,
  };
  return queueFunction(
    handler(contract, business, runtime, checkRequest),
    reporting,
    { client: sqs, url: variables.QUEUE_URL },
    now,
  );
}

/** The tables, as a function's variables name them. */
export const operationsOf = (variables: { STATE_TABLE: string; RESOURCES_TABLE: string }) =>
  new Operations(documentsOf(new DynamoDBClient()), {
    state: variables.STATE_TABLE,
    resources: variables.RESOURCES_TABLE,
  });

/** The lines that operations stand in, in the same tables. */
export const linesOf = (variables: {
  STATE_TABLE: string;
  RESOURCES_TABLE: string;
  AWS_REGION: string;
}) =>
  new Lines(
    documentsOf(new DynamoDBClient()),
    { table: variables.RESOURCES_TABLE, region: variables.AWS_REGION },
    operationsOf(variables),
  );

export { eventIdOf };
