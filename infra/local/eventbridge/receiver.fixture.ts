import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (request: Received, response: ServerResponse) => void;

/** A server on this machine that keeps what it got, and answers 200 unless told otherwise. */
export async function startReceiver(answer: Answer = (_, response) => response.end()) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const got = { method, path: url, headers, body: await text(request) };
    received.push(got);
    answer(got, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { received, close, url: `http://127.0.0.1:${port}`, port };
}

/** Answers with these statuses in turn, then with 200. */
export function statuses(...all: readonly (number | readonly [number, object])[]): Answer {
  const left = [...all];
  return (_, response) => {
    const [status, headers = {}] = [left.shift() ?? 200].flat();
    response.writeHead(Number(status), { ...Object(headers) });
    response.end('{"said":"so"}');
  };
}
