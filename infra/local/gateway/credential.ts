import { ServiceError } from '../service.ts';

/** What a signed request says about itself. */
export interface Credential {
  readonly accessKeyId: string;
  readonly region: string;
  /** The name by which the request is signed, e.g. `sqs`. */
  readonly service: string;
  readonly sessionToken: string | undefined;
}

/**
 * Reads the SigV4 `Authorization` header. The signature is not verified: whoever reaches this
 * machine's port is trusted to be who they say.
 */
export function readCredential(headers: Readonly<Record<string, string>>): Credential {
  const { authorization, 'x-amz-security-token': sessionToken } = headers;
  if (authorization === undefined)
    throw new ServiceError(
      'MissingAuthenticationToken',
      'Request is missing Authentication Token',
      403,
    );
  const [, accessKeyId, region, service] =
    /^AWS4-HMAC-SHA256 .*\bCredential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/.exec(
      authorization,
    ) ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined)
    throw new ServiceError(
      'IncompleteSignature',
      "The Authorization header is not of the form 'AWS4-HMAC-SHA256 Credential=.../.../.../.../aws4_request, ...'",
      403,
    );
  return { accessKeyId, region, service, sessionToken };
}
