import { Readable } from 'node:stream';
import type { RDSClientConfig } from '@aws-sdk/client-rds';
import { HttpResponse } from '@smithy/core/protocols';

/** What the RDS API answers to one call: the inside of its result, or an error. */
export type Answered = string | { readonly error: string; readonly message?: string };

export interface Asked {
  readonly action: string;
  /** The parameters as they went over the wire. */
  readonly parameters: Readonly<Record<string, string>>;
}

type Answer = Answered | 'never' | ((call: Asked) => Answered);

/**
 * The RDS API behind the SDK's own protocol: each call is answered by the next answer, the last one
 * for good. `never` leaves calls unanswered until they are given up.
 */
export function rdsEndpoint(...answers: readonly Answer[]) {
  const asked: Asked[] = [];
  const config: RDSClientConfig = {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    requestHandler: {
      async handle({ body }: { body: string }, options: { abortSignal?: AbortSignal } = {}) {
        const {
          Action: action = '',
          Version: _,
          ...parameters
        } = Object.fromEntries(new URLSearchParams(body));
        const answer = answers[Math.min(asked.length, answers.length - 1)] ?? '';
        asked.push({ action, parameters });
        if (answer === 'never') return await aborted(options.abortSignal);
        const answered = typeof answer === 'function' ? answer({ action, parameters }) : answer;
        return { response: response(action, answered) };
      },
    },
  };
  return { config, asked };
}

const aborted = (signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () =>
      reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' })),
    );
  });

function response(action: string, answer: Answered): HttpResponse {
  const failed = typeof answer !== 'string';
  const xml = failed
    ? `<ErrorResponse><Error><Type>Sender</Type><Code>${answer.error}</Code><Message>${answer.message ?? 'no'}</Message></Error><RequestId>r</RequestId></ErrorResponse>`
    : `<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`;
  return new HttpResponse({
    statusCode: failed ? 400 : 200,
    headers: { 'content-type': 'text/xml' },
    body: Readable.from([Buffer.from(xml)]),
  });
}
