import { faultOf } from './error-fault.ts';
import type { Protocol, Reply } from './protocol.ts';
import { decodeQuery } from './query-decode.ts';
import { element, encodeXml, escapeXml } from './xml-encode.ts';

/** AWS Query: a form in, XML out. */
export const queryProtocol: Protocol = {
  unknownOperation: 'InvalidAction',

  operationOf: ({ body }) => new URLSearchParams(body.toString()).get('Action') ?? undefined,

  decode({ input }, { body }) {
    const parameters = new URLSearchParams(body.toString());
    parameters.delete('Action');
    parameters.delete('Version');
    return decodeQuery(input, parameters);
  },

  encode({ xmlNamespace }, { name, output: shape }, output, requestId) {
    const result =
      shape.kind === 'unit' ? '' : element(`${name}Result`, encodeXml(shape, output ?? {}));
    const metadata = element('ResponseMetadata', element('RequestId', requestId));
    return xml(200, requestId, `${name}Response`, xmlNamespace, result + metadata);
  },

  encodeError(model, error, requestId) {
    const known = model?.error(error.code);
    const status = known?.status ?? error.status;
    const content =
      element('Type', faultOf(status)) +
      element('Code', escapeXml(known?.queryCode ?? error.code)) +
      element('Message', escapeXml(error.message));
    return xml(
      status,
      requestId,
      'ErrorResponse',
      model?.xmlNamespace ?? '',
      element('Error', content) + element('RequestId', requestId),
    );
  },
};

function xml(
  status: number,
  requestId: string,
  root: string,
  namespace: string,
  content: string,
): Reply {
  const text = `<?xml version="1.0"?>\n<${root} xmlns="${namespace}">${content}</${root}>`;
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: Buffer.from(text),
  };
}
