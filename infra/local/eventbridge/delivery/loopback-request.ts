import { type IncomingHttpHeaders, request as plain, type RequestOptions } from 'node:http';
import { request as secure } from 'node:https';
import { text } from 'node:stream/consumers';
import { DeliveryFailure } from './delivery-failure.ts';
import { isLoopback, lookUpLoopback } from './loopback.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The code with which EventBridge tells of whatever a client of HTTP met with. */
const CODE = 'SDK_CLIENT_ERROR';

export const unreachable = (why: string, retriable: boolean, retryAfterMs?: number) =>
  new DeliveryFailure(
    CODE,
    `Unable to invoke ApiDestination endpoint: ${why}`,
    retriable,
    retryAfterMs,
  );

/** Sends a request to this machine. No redirection is followed, and no proxy is asked. */
export async function requestLoopback(
  { url, method, headers, body }: HttpRequest,
  timeoutMs: number,
): Promise<HttpAnswer> {
  if (!isLoopback(url))
    throw unreachable(
      `the local environment connects to this machine only, not to ${url.host}.`,
      false,
    );
  const signal = AbortSignal.timeout(timeoutMs);
  const options = { method, headers, signal, agent: false, lookup: lookUpLoopback } as const;
  try {
    return await sent(url, options, body);
  } catch (error) {
    if (signal.aborted)
      throw unreachable(`${url.host} did not answer within ${timeoutMs} ms.`, true);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw unreachable(`${url.host}: ${code || error}`, !code.startsWith('ERR_INVALID'));
  }
}

const sent = (url: URL, options: RequestOptions, body: string): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? secure : plain)(url, options, (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((content) => resolve({ status, headers, body: content }), reject);
    });
    request.on('error', reject);
    request.end(body);
  });
