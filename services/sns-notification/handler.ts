import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { observer } from '../../shared/step/observer.ts';
import { operationsOf } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { snsNotification } from './sns-notification.ts';

const variables = readVariables({ NOTIFICATION_TOPIC: z.string() });
const sns = new SNSClient();

export const handler = observer(
  contract,
  snsNotification({
    operations: operationsOf(variables),
    environment: shippedConfiguration().environment,
    now: () => new Date(),
    publish: async ({ subject, text, attributes }) => {
      await sns.send(
        new PublishCommand({
          TopicArn: variables.NOTIFICATION_TOPIC,
          Subject: subject,
          Message: text,
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, StringValue]) => [
              name,
              { DataType: 'String', StringValue },
            ]),
          ),
        }),
      );
    },
  }),
);
