import { randomUUID } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { publishOn } from '../../shared/step/bus.ts';
import { readVariables, shippedConfiguration, stageQueues } from '../../shared/step/environment.ts';
import { lookInto, sendCheck } from '../../shared/step/queue.ts';
import { scheduled } from '../../shared/step/scheduled.ts';
import { eventIdOf, operationsOf } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { watchdog } from './watchdog.ts';

/** `infra` tells which queue serves which stage, and where requests end that died. */
const variables = readVariables({ STAGE_QUEUES: stageQueues, DEAD_REQUESTS_URL: z.string() });
const queueOf = variables.STAGE_QUEUES;
const now = () => new Date();
const sqs = new SQSClient();
const send = sendCheck(sqs, { region: variables.AWS_REGION }, now);

export const handler = scheduled(
  contract,
  watchdog({
    operations: operationsOf(variables),
    publish: publishOn(new EventBridgeClient(), variables.BUS_NAME),
    send: (stage, event, checkId) =>
      send(queueOf(stage), event, eventIdOf(event.detail, checkId), checkId, 0),
    deadLetterQueue: (stage) => `${queueOf(stage).split('/').at(-1)}-dlq`,
    deadRequests: () => lookInto(sqs, variables.DEAD_REQUESTS_URL),
    deadlineMinutes: shippedConfiguration().deadline_minutes,
    now,
    newId: randomUUID,
  }),
);
