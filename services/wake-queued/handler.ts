import { randomUUID } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readVariables, shippedConfiguration, stageQueues } from '../../shared/step/environment.ts';
import { observer } from '../../shared/step/observer.ts';
import { sendCheck } from '../../shared/step/queue.ts';
import { eventIdOf, linesOf, operationsOf } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { wakeQueued } from './wake-queued.ts';

const variables = readVariables({ STAGE_QUEUES: stageQueues });
const { max_concurrent_restores, max_concurrent_copies } = shippedConfiguration();
const now = () => new Date();
const send = sendCheck(new SQSClient(), { region: variables.AWS_REGION }, now);

export const handler = observer(
  contract,
  wakeQueued({
    operations: operationsOf(variables),
    lines: linesOf(variables),
    limits: { restores: max_concurrent_restores, copies: max_concurrent_copies },
    send: (stage, event, checkId) =>
      send(variables.STAGE_QUEUES(stage), event, eventIdOf(event.detail, checkId), checkId, 0),
    now,
    newId: randomUUID,
  }),
);
