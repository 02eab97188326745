import type { Iam } from '../iam/iam.ts';
import { type Principal, ServiceError } from '../service.ts';
import type { Credential } from './credential.ts';

/** They say so of expired credentials by another name than STS, RDS, SNS and SQS. */
const sayingException: ReadonlySet<string> = new Set([
  'dynamodb',
  'events',
  'kms',
  'secretsmanager',
]);

/** Who calls. Credentials that are no longer good are refused in the words of the service called. */
export function identify(
  iam: Pick<Iam, 'identify'>,
  { accessKeyId, sessionToken, service }: Credential,
): Principal {
  try {
    return iam.identify(accessKeyId, sessionToken);
  } catch (error) {
    const expired = error instanceof ServiceError && error.code === 'ExpiredToken';
    if (!expired || !sayingException.has(service)) throw error;
    throw new ServiceError('ExpiredTokenException', error.message, 400);
  }
}
