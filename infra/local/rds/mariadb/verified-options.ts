import { connect, type Socket } from 'node:net';
import type { ConnectionOptions } from 'mysql2/promise';
import type { ServerEndpoint } from '../database-engine.ts';

/**
 * What makes mysql2 check that it speaks with the server at this very address. Told an IP address as
 * its host it would look for the name `localhost` in the certificate. With a dot behind it, it takes
 * the address for a name, which Node then compares as the address it is.
 */
export const verifiedOptions = (
  { address, port }: ServerEndpoint,
  ca: string,
): Pick<ConnectionOptions, 'host' | 'port' | 'stream' | 'ssl'> => ({
  host: `${address}.`,
  port,
  stream: (): Socket => connect(port, address),
  ssl: { ca, verifyIdentity: true },
});
