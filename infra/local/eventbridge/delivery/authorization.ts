import type { AuthParameters } from '../state/auth-parameters.ts';
import type { Connection } from '../state/connection.ts';
import { fetchToken } from './oauth-token.ts';

/** The header by which a connection identifies itself. A token is kept until its end. */
export async function authorizationOf(
  connection: Connection,
  auth: AuthParameters,
  clock: { now(): number },
  timeoutMs: number,
): Promise<Readonly<Record<string, string>>> {
  if ('ApiKeyAuthParameters' in auth) {
    const { ApiKeyName, ApiKeyValue } = auth.ApiKeyAuthParameters;
    return { [ApiKeyName]: ApiKeyValue };
  }
  if ('BasicAuthParameters' in auth) {
    const { Username, Password } = auth.BasicAuthParameters;
    const credentials = Buffer.from(`${Username}:${Password}`).toString('base64');
    return { authorization: `Basic ${credentials}` };
  }
  const { expires = Number.POSITIVE_INFINITY } = connection.token ?? { expires: 0 };
  if (expires <= clock.now())
    connection.token = await fetchToken(auth.OAuthParameters, clock, timeoutMs);
  return { authorization: `Bearer ${connection.token?.text}` };
}
