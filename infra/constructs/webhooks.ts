import { Duration, SecretValue, Stack } from 'aws-cdk-lib';
import {
  ApiDestination,
  Authorization,
  Connection,
  HttpMethod,
  HttpParameter,
  type IEventBus,
  Rule,
} from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiDestinationTarget } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SOURCE } from '../../events/define-event.ts';
import type { Webhook } from '../../shared/configuration/notifications.ts';
import type { Names } from '../names.ts';
import { ignoreReplays } from './ignore-replays.ts';
import { keptQueue } from './kept-queue.ts';
import { alarmWhenNotEmpty } from './queue-alarms.ts';

interface WebhooksProps {
  readonly names: Names;
  readonly bus: IEventBus;
  readonly webhooks: readonly Webhook[];
  readonly alarmTopic: ITopic;
}

/** HTTP endpoints that are told of events as they lie on the bus. EventBridge itself calls them. */
export class Webhooks extends Construct {
  constructor(scope: Construct, id: string, props: WebhooksProps) {
    super(scope, id);
    for (const webhook of props.webhooks) this.#add(webhook, props);
  }

  #add(webhook: Webhook, { names, bus, alarmTopic }: WebhooksProps): void {
    const scope = new Construct(this, webhook.name);
    const name = names.queue(`webhook-${webhook.name}`);
    const destination = new ApiDestination(scope, 'Destination', {
      apiDestinationName: name,
      description: `Is told of restores: ${webhook.name}`,
      connection: new Connection(scope, 'Connection', {
        connectionName: name,
        description: `How ${webhook.name} knows the pipeline`,
        authorization: authorizationOf(webhook.auth),
      }),
      endpoint: webhook.url,
      httpMethod: HttpMethod.POST,
      rateLimitPerSecond: webhook.rate_limit_per_second,
    });
    const rule = new Rule(scope, 'Rule', {
      ruleName: name,
      description: `Tells ${webhook.name} of restores`,
      eventBus: bus,
      eventPattern: { source: [SOURCE], detailType: [...webhook.events] },
    });
    ignoreReplays(rule);
    rule.addTarget(
      new ApiDestinationTarget(destination, {
        eventRole: roleOf(scope, `${bus.eventBusName}/${name}`),
        retryAttempts: 185,
        maxEventAge: Duration.hours(24),
        deadLetterQueue: undeliveredOf(scope, `${name}-undelivered`, webhook, alarmTopic),
      }),
    );
  }
}

/** Secrets stay where they are: CloudFormation looks them up when it makes or changes the connection. */
function authorizationOf(auth: Webhook['auth']): Authorization {
  const secret = (jsonField?: string) =>
    SecretValue.secretsManager(auth.secret_name, { ...(jsonField && { jsonField }) });
  if (auth.kind === 'api_key') return Authorization.apiKey(auth.header, secret(auth.secret_key));
  return Authorization.oauth({
    authorizationEndpoint: auth.token_url,
    httpMethod: HttpMethod.POST,
    /** A reference to the secret, as the other one: nothing is unwrapped in the template. */
    clientId: secret(auth.client_id_key).unsafeUnwrap(),
    clientSecret: secret(auth.client_secret_key),
    bodyParameters: {
      grant_type: HttpParameter.fromString('client_credentials'),
      ...(auth.scope && { scope: HttpParameter.fromString(auth.scope) }),
    },
  });
}

/**
 * For this one rule. What it may do, the target adds: to invoke this one destination. Its name is left to
 * CloudFormation, for a webhook's would not fit beside the region's.
 */
function roleOf(scope: Construct, rulePath: string): Role {
  const { partition, region, account } = Stack.of(scope);
  return new Role(scope, 'Role', {
    /** Source: EventBridge guide, "Cross-service confused deputy prevention". */
    assumedBy: new ServicePrincipal('events.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnEquals: {
          'aws:SourceArn': `arn:${partition}:events:${region}:${account}:rule/${rulePath}`,
        },
      },
    }),
  });
}

function undeliveredOf(
  scope: Construct,
  queueName: string,
  { name, url }: Webhook,
  topic: ITopic,
): Queue {
  const queue = keptQueue(scope, 'Undelivered', queueName);
  alarmWhenNotEmpty(scope, 'UndeliveredEvents', queue, {
    what: `EventBridge could not tell the webhook ${name} (${url}) of an event`,
    failureImpact: `whoever listens at ${name} does not know of a restore; the restore itself is not affected`,
    remedy:
      'Read its attributes ERROR_CODE and ERROR_MESSAGE, mend the cause, then send its body there by hand.',
    topic,
  });
  return queue;
}
