import { ServiceError } from '../../service.ts';
import { faultOf } from './error-fault.ts';
import { decodeJson } from './json-decode.ts';
import { encodeJson } from './json-encode.ts';
import type { Protocol, Reply } from './protocol.ts';
import type { ErrorModel } from './service-model.ts';

/** AWS JSON 1.0 and 1.1, which differ in their content type only. */
export function jsonProtocol(contentType: string): Protocol {
  const reply = (status: number, requestId: string, body: unknown, headers = {}): Reply => ({
    status,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId, ...headers },
    body: Buffer.from(JSON.stringify(body)),
  });
  return {
    unknownOperation: 'UnknownOperationException',
    operationOf: ({ headers }) => headers['x-amz-target']?.split('.').at(-1),
    decode: ({ input }, { body }) => decodeJson(input, parseJson(body)),
    encode: (_model, { output: shape }, output, requestId) =>
      reply(200, requestId, encodeJson(shape, output ?? {})),
    encodeError(model, error, requestId) {
      const known = model?.error(error.code);
      const status = known?.status ?? error.status;
      const name = known?.name ?? error.code;
      return reply(
        status,
        requestId,
        {
          __type: model === undefined ? name : `${model.namespace}#${name}`,
          [known?.messageMember ?? 'message']: error.message,
        },
        model?.queryCompatible ? queryCode(known, status) : {},
      );
    },
  };
}

/** Clients of services that once spoke Query know errors by their code there. */
function queryCode(error: ErrorModel | undefined, status: number): Record<string, string> {
  if (error === undefined || error.queryCode === error.name) return {};
  return { 'x-amzn-query-error': `${error.queryCode};${faultOf(status)}` };
}

/** An empty body stands for no input. */
export function parseJson(body: Buffer): object {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw new ServiceError('SerializationException', 'The request body is not a JSON object.');
}
