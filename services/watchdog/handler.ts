import { randomUUID } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { type Stage, stages } from '../../events/index.ts';
import { publishOn } from '../../shared/step/bus.ts';
import { readVariables } from '../../shared/step/environment.ts';
import { sendCheck } from '../../shared/step/queue.ts';
import { scheduled } from '../../shared/step/scheduled.ts';
import { eventIdOf, operationsOf } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { watchdog } from './watchdog.ts';

/** `infra` tells which queue serves which stage, as JSON. */
const variables = readVariables({
  STAGE_QUEUES: z
    .string()
    .transform((text) => z.record(z.enum(stages), z.string()).parse(JSON.parse(text))),
});
const now = () => new Date();
const send = sendCheck(new SQSClient(), { region: variables.AWS_REGION }, now);
const queueOf = (stage: Stage) => variables.STAGE_QUEUES[stage];

export const handler = scheduled(
  contract,
  watchdog({
    operations: operationsOf(variables),
    publish: publishOn(new EventBridgeClient(), variables.BUS_NAME),
    send: (stage, event, checkId) =>
      send(queueOf(stage), event, eventIdOf(event.detail, checkId), checkId, 0),
    deadLetterQueue: (stage) => `${queueOf(stage).split('/').at(-1)}-dlq`,
    now,
    newId: randomUUID,
  }),
);
