import type { Clock } from '../../clock.ts';
import type { ServiceSecrets } from '../../secretsmanager/service-secrets.ts';
import { apiDestinationArn } from '../arn.ts';
import { authParameters } from '../state/auth-parameters.ts';
import type { Store } from '../state/store.ts';
import { authorizationOf } from './authorization.ts';
import { noPermission, noResource } from './delivery-failure.ts';
import { checkAnswer } from './destination-answer.ts';
import { destinationRequest } from './destination-request.ts';
import { noHttpParameters } from './http-parameters.ts';
import { requestLoopback } from './loopback-request.ts';
import type { Occurrence } from './occurrence.ts';
import { targetBody } from './target-body.ts';
import { type Roles, targetRole } from './target-role.ts';

const ACTION = 'events:InvokeApiDestination';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
const TIMEOUT_MS = 5000;

/** Gives what brings an event to a receiver on this machine, by the connection of its destination. */
export function invokeApiDestination(around: {
  readonly store: Store;
  readonly secrets: Pick<ServiceSecrets, 'text'>;
  readonly iam: Roles;
  readonly clock: Pick<Clock, 'now'>;
  readonly timeoutMs?: number | undefined;
}): (occurrence: Occurrence) => Promise<void> {
  const { store, secrets, iam, clock, timeoutMs = TIMEOUT_MS } = around;
  return async (occurrence) => {
    const { rule, target, event } = occurrence;
    const destination = store.findApiDestination(rule.bus, target.Arn);
    if (destination === undefined) throw noResource(target.Arn);
    checkRole(iam, occurrence, apiDestinationArn(rule.bus, destination.name));
    const connection = store.findConnection(rule.bus, destination.connectionArn);
    if (connection === undefined) throw noResource(destination.connectionArn);
    const auth = authParameters.parse(JSON.parse(secrets.text(connection.secretArn)));
    const authorization = await authorizationOf(connection, auth, clock, timeoutMs);
    const request = destinationRequest({
      destination,
      target,
      event,
      body: targetBody(occurrence),
      parameters: auth.InvocationHttpParameters ?? noHttpParameters,
      authorization,
    });
    const used = connection.token;
    const answer = await requestLoopback(request, timeoutMs);
    const isRefused = answer.status === 401 || answer.status === 407;
    if (isRefused && connection.token === used) connection.token = undefined;
    checkAnswer(answer, clock.now());
  };
}

/** Policies name an API destination by its whole ARN or without its unique part; both work on AWS. */
function checkRole(iam: Roles, { rule, target }: Occurrence, arnForPolicy: string): void {
  const { Arn, RoleArn = '' } = target;
  const role = targetRole(iam, rule, RoleArn);
  const decisions = [Arn, arnForPolicy].map((resource) =>
    iam.allows(role, { action: ACTION, resource }),
  );
  if (decisions.includes('deny') || !decisions.includes('allow'))
    throw noPermission(`${RoleArn} does not allow ${ACTION} on ${Arn}.`);
}
