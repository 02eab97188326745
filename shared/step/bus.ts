import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { OutgoingEvent } from '../operation/operation.ts';

/** PutEvents answers 200 also where it refused single entries; that is an error here. */
export const publishOn =
  (client: EventBridgeClient, EventBusName: string) =>
  async (events: readonly OutgoingEvent[]): Promise<void> => {
    if (events.length === 0) return;
    const { Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: events.map(({ source, detail_type, detail }) => ({
          EventBusName,
          Source: source,
          DetailType: detail_type,
          Detail: JSON.stringify(detail),
        })),
      }),
    );
    const refused = Entries.filter(({ ErrorCode }) => ErrorCode);
    if (refused.length > 0)
      throw new Error(
        `the bus ${EventBusName} refused ${refused.map(({ ErrorCode, ErrorMessage }) => `${ErrorCode} (${ErrorMessage})`).join(', ')}`,
      );
  };
