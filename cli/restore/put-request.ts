import { randomBytes } from 'node:crypto';
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { RestoreRequested } from '../../events/index.ts';
import type { RestoreRequest } from '../../events/restore-request.ts';
import { namesOf } from '../../shared/configuration/names.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';

/** Short enough to be typed, and never used before for all that anybody will see. */
export const newOperationId = (): string => `op-${randomBytes(4).toString('hex')}`;

/** Puts the request on the bus of a deployment. Gives the event's id. */
export async function putRequest(
  client: Pick<EventBridgeClient, 'send'>,
  environment: string,
  request: RestoreRequest & { readonly operation_id: string },
): Promise<string> {
  const { bus } = namesOf(environment);
  const { Entries: [entry] = [] } = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: bus,
          Source: RestoreRequested.source,
          DetailType: RestoreRequested.name,
          Detail: JSON.stringify(request),
        },
      ],
    }),
  );
  if (entry?.EventId) return entry.EventId;
  throw new CliError(
    exitCodes.aws,
    `EventBridge did not take the request: ${entry?.ErrorCode ?? 'no answer'} ${entry?.ErrorMessage ?? ''}`,
    { remedy: `Look at the bus ${bus}.` },
  );
}
