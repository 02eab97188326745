import { z } from 'zod';
import { readJson } from '../read-json.ts';
import type { OAuthParameters } from '../state/auth-parameters.ts';
import type { Token } from '../state/connection.ts';
import { checkAnswer } from './destination-answer.ts';
import { byKey, noHttpParameters } from './http-parameters.ts';
import { requestLoopback, unreachable } from './loopback-request.ts';

const answerSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().optional(),
});

/**
 * Has client credentials exchanged for a token (RFC 6749, section 4.4). AWS does not tell how it sends
 * them: here they are members of a form, or of the query where the method is GET.
 */
export async function fetchToken(
  { AuthorizationEndpoint, HttpMethod, ClientParameters, OAuthHttpParameters }: OAuthParameters,
  clock: { now(): number },
  timeoutMs: number,
): Promise<Token> {
  const { BodyParameters, HeaderParameters, QueryStringParameters } =
    OAuthHttpParameters ?? noHttpParameters;
  const form = {
    grant_type: 'client_credentials',
    client_id: ClientParameters.ClientID,
    client_secret: ClientParameters.ClientSecret,
    ...byKey(BodyParameters),
  };
  const inQuery = HttpMethod === 'GET';
  const url = new URL(AuthorizationEndpoint);
  const query = { ...(inQuery && form), ...byKey(QueryStringParameters) };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...byKey(HeaderParameters),
  };
  const body = inQuery ? '' : String(new URLSearchParams(form));
  const answer = await requestLoopback({ url, method: HttpMethod, headers, body }, timeoutMs);
  const now = clock.now();
  checkAnswer(answer, now);
  const { data } = answerSchema.safeParse(readJson(answer.body));
  if (data === undefined) throw unreachable(`${url.host} gave no access token.`, false);
  const { access_token: text, expires_in: seconds } = data;
  return { text, expires: seconds === undefined ? undefined : now + seconds * 1000 };
}
