import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { RawMessage } from '../service.ts';
import type { Answer } from './wire.ts';

export interface Listening {
  /** e.g. `http://127.0.0.1:8000` */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Serves DynamoDB alone, to anyone on this machine, with no permissions asked. */
export async function listenAlone(
  forward: (request: RawMessage) => Promise<Answer>,
  port: number,
): Promise<Listening> {
  const server = createServer(async (request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const answer = await forward({ headers, body: await buffer(request) });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
