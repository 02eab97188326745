import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { observers, requesters, scheduledServices, steps } from '../../services/index.ts';
import { namesOf } from '../../shared/configuration/names.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';

/** Every service with the stage it carries on, where it does. */
export const services: readonly { readonly name: string; readonly stage?: string }[] = [
  ...steps.map(({ name, stage }) => ({ name, stage })),
  ...[...observers, ...scheduledServices, ...requesters].map(({ name }) => ({ name })),
];

/** A queue in which messages lie that somebody has to look at. */
export interface DeadLetters {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  /** Whose messages these are; of undelivered events each tells it itself. */
  readonly service?: string | undefined;
  /** About how many may be received, and how many somebody is looking at. */
  readonly visible: number;
  readonly hidden: number;
}

/** The stage that a service carries on. */
export const stageOf = (service: string | undefined) =>
  steps.find(({ name }) => name === service)?.stage;

/** The service that an operator names, by its own name or by its stage's. */
export function serviceNamed(given: string): string {
  const known = services.find(({ name, stage }) => name === given || stage === given);
  if (known) return known.name;
  throw new CliError(exitCodes.unusable, `there is no step ${given}`, {
    remedy: `The steps are: ${services.map(({ name }) => name).join(', ')}`,
  });
}

/** The dead-letter queue of every service, and where undelivered events lie. */
export async function deadLetterQueues(
  sqs: SQSClient,
  environment: string,
): Promise<DeadLetters[]> {
  const names = namesOf(environment);
  const wanted = [
    ...services.map(({ name: service }) => ({ name: names.deadLetterQueue(service), service })),
    { name: `${names.prefix}-undelivered`, service: undefined },
  ];
  return await Promise.all(
    wanted.map(async ({ name, service }) => {
      const url = await urlOf(sqs, name, environment);
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: url,
          AttributeNames: [
            'QueueArn',
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
          ],
        }),
      );
      return {
        name,
        url,
        arn: Attributes.QueueArn ?? '',
        service,
        visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
        hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      };
    }),
  );
}

/** The queue from which a service reads. */
export const sourceQueue = (
  sqs: SQSClient,
  environment: string,
  service: string,
): Promise<string> => urlOf(sqs, namesOf(environment).queue(service), environment);

async function urlOf(sqs: SQSClient, name: string, environment: string): Promise<string> {
  try {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    return QueueUrl;
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    throw new CliError(
      exitCodes.aws,
      `There is no queue ${name}: environment ${environment} is not deployed there, or as another version.`,
      {
        remedy: 'Look at --environment and --region, or deploy the pipeline there first.',
        cause: error,
      },
    );
  }
}
