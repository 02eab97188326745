import { DescribeEventBusCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { namesOf } from '../../shared/configuration/names.ts';

/**
 * EventBridge takes events for a bus that does not exist, and loses them. Rejects where there is none,
 * with AWS's own error: it means that nothing is deployed there.
 */
export async function refuseMissingBus(
  client: Pick<EventBridgeClient, 'send'>,
  environment: string,
): Promise<void> {
  try {
    await client.send(new DescribeEventBusCommand({ Name: namesOf(environment).bus }));
  } catch (error) {
    // Who may put requests need not be allowed to look at the bus.
    if (error instanceof Error && error.name.startsWith('AccessDenied')) return;
    throw error;
  }
}
