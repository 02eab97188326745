import type { Protocol, Reply } from './protocol.ts';
import { decodeQuery } from './query-decode.ts';
import { ec2Envelope, queryEnvelope } from './query-envelope.ts';
import { element, encodeXml, escapeXml } from './xml-encode.ts';

/** AWS Query, and EC2's variant of it: a form in, XML out. */
export const queryProtocol: Protocol = {
  unknownOperation: 'InvalidAction',

  operationOf: ({ body }) => new URLSearchParams(body.toString()).get('Action') ?? undefined,

  decode({ input }, { body }) {
    const parameters = new URLSearchParams(body.toString());
    parameters.delete('Action');
    parameters.delete('Version');
    return decodeQuery(input, parameters);
  },

  encode({ xmlNamespace, ec2 }, { name, output: shape }, output, requestId) {
    const members = encodeXml(shape, output ?? {});
    const { result } = ec2 ? ec2Envelope : queryEnvelope;
    const content = result(name, shape.kind === 'unit' ? undefined : members, requestId);
    return xml(200, requestId, `${name}Response`, xmlNamespace, content);
  },

  encodeError(model, error, requestId) {
    const known = model?.error(error.code);
    const status = known?.status ?? error.status;
    const { errorRoot, error: wrap } = model?.ec2 ? ec2Envelope : queryEnvelope;
    const content =
      element('Code', escapeXml(known?.queryCode ?? error.code)) +
      element('Message', escapeXml(error.message));
    return xml(
      status,
      requestId,
      errorRoot,
      model?.xmlNamespace ?? '',
      wrap(content, status, requestId),
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
