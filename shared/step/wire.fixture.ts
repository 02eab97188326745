import { HttpResponse } from '@smithy/core/protocols';

interface Sent {
  readonly operation: string;
  readonly input: unknown;
}

/** The configuration of an AWS client that reaches nobody: what it sends is kept, and answered so. */
export function wireTo(answer: object = {}) {
  const sent: Sent[] = [];
  const requestHandler = {
    async handle(request: { headers: Record<string, string>; body?: Uint8Array }) {
      const [, operation = ''] = request.headers['x-amz-target']?.split('.') ?? [];
      sent.push({ operation, input: JSON.parse(new TextDecoder().decode(request.body)) });
      const body = Buffer.from(JSON.stringify(answer));
      return { response: new HttpResponse({ statusCode: 200, body }) };
    },
  };
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  /** What SQS answers has no checksum here. */
  return {
    sent,
    config: { region: 'eu-west-1', credentials, requestHandler, md5: false as const },
  };
}
