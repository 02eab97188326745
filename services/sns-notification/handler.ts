import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { observer } from '../../shared/step/observer.ts';
import { operationsOf } from '../../shared/step/step.ts';
import { contract } from './contract.ts';
import { readTemplates } from './read-templates.ts';
import { snsNotification } from './sns-notification.ts';

const variables = readVariables({
  NOTIFICATION_TOPIC: z.string(),
  NOTIFICATION_DOCUMENT_TOPIC: z.string(),
});
const topics = {
  text: variables.NOTIFICATION_TOPIC,
  document: variables.NOTIFICATION_DOCUMENT_TOPIC,
};
const sns = new SNSClient();

export const handler = observer(
  contract,
  snsNotification({
    operations: operationsOf(variables),
    place: { environment: shippedConfiguration().environment, region: variables.AWS_REGION },
    templates: readTemplates(),
    now: () => new Date(),
    publish: async (as, publication) => {
      await sns.send(new PublishCommand({ TopicArn: topics[as], ...publication }));
    },
  }),
);
