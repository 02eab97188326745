import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { observer } from '../../shared/step/observer.ts';
import { operationsOf } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { publicationOf } from './publication.ts';
import { readTemplates } from './read-templates.ts';
import { snsNotification } from './sns-notification.ts';

const variables = readVariables({ NOTIFICATION_TOPIC: z.string() });
const sns = new SNSClient();

export const handler = observer(
  contract,
  snsNotification({
    operations: operationsOf(variables),
    place: { environment: shippedConfiguration().environment, region: variables.AWS_REGION },
    templates: readTemplates(),
    now: () => new Date(),
    publish: async (message) => {
      await sns.send(
        new PublishCommand({ TopicArn: variables.NOTIFICATION_TOPIC, ...publicationOf(message) }),
      );
    },
  }),
);
