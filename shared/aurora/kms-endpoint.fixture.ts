import { Readable } from 'node:stream';
import type { KMSClientConfig } from '@aws-sdk/client-kms';
import { HttpResponse } from '@smithy/core/protocols';

type Answered = object | { readonly error: string };
type Answers = Readonly<Record<string, Answered | ((keyId: string) => Answered)>>;

/** KMS behind the SDK's own protocol: each call is answered by what is given for its operation. */
export function kmsEndpoint(answers: Answers) {
  const asked: { readonly operation: string; readonly input: { readonly KeyId: string } }[] = [];
  const config: KMSClientConfig = {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      async handle({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) {
        const operation = headers['x-amz-target']?.split('.')[1] ?? '';
        const input = JSON.parse(new TextDecoder().decode(body));
        asked.push({ operation, input });
        const given = answers[operation] ?? { error: 'UnsupportedOperationException' };
        return { response: response(typeof given === 'function' ? given(input.KeyId) : given) };
      },
    },
  };
  return { config, asked };
}

function response(answer: Answered): HttpResponse {
  const body = 'error' in answer ? { __type: answer.error, message: 'so KMS says' } : answer;
  return new HttpResponse({
    statusCode: 'error' in answer ? 400 : 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
  });
}
