import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type RawMessage, ServiceError } from '../service.ts';
import type { Reply } from './codec/protocol.ts';
import type { Page, Pages } from './pages.ts';

export interface HttpServer {
  /** e.g. `http://127.0.0.1:4566` */
  readonly endpoint: string;
  readonly port: number;
  /** Ends every connection, those with a call under way too. */
  close(): Promise<void>;
}

/** Another program listens where the environment should. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
  readonly code = 'PORT_IN_USE';
  readonly port: number;
  constructor(host: string, port: number) {
    super(`Port ${port} of ${host} is already in use by another program`);
    this.port = port;
  }
}

export async function listen(options: {
  readonly host: string;
  readonly port: number;
  readonly pages: Pages;
  /** `undefined` ends the connection without an answer. */
  readonly answer: (request: RawMessage) => Promise<Reply | undefined>;
  readonly log: (message: string) => void;
}): Promise<HttpServer> {
  const { host, port, pages, answer, log } = options;
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      log(`${request.method} ${request.url} ended without an answer: ${error}`);
      response.destroy();
    });
  });
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    if (isForPage(request)) return show(pages, request, response);
    const reply = await answer(await receive(request));
    if (reply === undefined) response.destroy();
    else send(response, reply.status, reply.headers, reply.body);
  };
  // A client may use a connection again however long it rested.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUse(host, port) : error),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    endpoint: `http://${host}:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request: IncomingMessage): Promise<RawMessage> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = [value].flat().join(', ');
  return { headers, body: Buffer.concat(chunks) };
}

/** A call that somebody forgot to sign is none, so that it is told what it lacks. */
function isForPage({ method, url, headers }: IncomingMessage): boolean {
  if (headers.authorization !== undefined) return false;
  return method === 'GET' || url?.startsWith('/_local/') === true;
}

function show(pages: Pages, { method, url }: IncomingMessage, response: ServerResponse): void {
  const [path = '/', query] = url?.split('?') ?? [];
  const name = method === 'GET' ? path : `${method} ${path}`;
  const say = (status: number, { contentType, body }: Page) =>
    send(response, status, { 'content-type': contentType }, Buffer.from(body));
  try {
    const page = Object.hasOwn(pages, name) ? pages[name]?.(new URLSearchParams(query)) : undefined;
    say(page ? 200 : 404, page ?? { contentType: 'text/plain', body: `No page ${path}\n` });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    say(error.status, { contentType: 'text/plain', body: `${error.code}: ${error.message}\n` });
  }
}

function send(
  response: ServerResponse,
  status: number,
  headers: RawMessage['headers'],
  body: Buffer,
): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}
