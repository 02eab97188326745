import type {
  ConnectionAuthorizationType,
  ConnectionAuthResponseParameters,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import {
  type ConnectionHttpParameters,
  connectionHttpParameters,
} from '../delivery/http-parameters.ts';

const text = z.string().min(1).max(512);
const InvocationHttpParameters = connectionHttpParameters.optional();

const apiKey = z.strictObject({
  ApiKeyAuthParameters: z.strictObject({ ApiKeyName: text, ApiKeyValue: text }),
  InvocationHttpParameters,
});

const basic = z.strictObject({
  BasicAuthParameters: z.strictObject({ Username: text, Password: text }),
  InvocationHttpParameters,
});

const oAuth = z.strictObject({
  OAuthParameters: z.strictObject({
    AuthorizationEndpoint: z.url({ protocol: /^https?$/ }).max(2048),
    HttpMethod: z.enum(['GET', 'POST', 'PUT']),
    ClientParameters: z.strictObject({ ClientID: text, ClientSecret: text }),
    OAuthHttpParameters: connectionHttpParameters.optional(),
  }),
  InvocationHttpParameters,
});

export const authParameters = z.union([apiKey, basic, oAuth]);

/** Templates and the API spell them alike. */
export const authSchemas: Readonly<Record<ConnectionAuthorizationType, z.ZodType<AuthParameters>>> =
  { API_KEY: apiKey, BASIC: basic, OAUTH_CLIENT_CREDENTIALS: oAuth };

export type AuthParameters = z.infer<typeof authParameters>;
export type OAuthParameters = z.infer<typeof oAuth>['OAuthParameters'];

/** What may be seen of them. */
export function shown(auth: AuthParameters): ConnectionAuthResponseParameters {
  const { InvocationHttpParameters: invocation } = auth;
  const common = invocation && { InvocationHttpParameters: withoutSecrets(invocation) };
  if ('ApiKeyAuthParameters' in auth) {
    const { ApiKeyName } = auth.ApiKeyAuthParameters;
    return { ApiKeyAuthParameters: { ApiKeyName }, ...common };
  }
  if ('BasicAuthParameters' in auth) {
    const { Username } = auth.BasicAuthParameters;
    return { BasicAuthParameters: { Username }, ...common };
  }
  const { ClientParameters, OAuthHttpParameters, ...open } = auth.OAuthParameters;
  return {
    OAuthParameters: {
      ...open,
      ClientParameters: { ClientID: ClientParameters.ClientID },
      ...(OAuthHttpParameters && { OAuthHttpParameters: withoutSecrets(OAuthHttpParameters) }),
    },
    ...common,
  };
}

/** A value is secret unless it is said that it is not. */
function withoutSecrets(parameters: ConnectionHttpParameters): ConnectionHttpParametersShown {
  const open = (list: ConnectionHttpParameters['BodyParameters']) =>
    list.map(({ Key, Value, IsValueSecret = true }) =>
      IsValueSecret ? { Key, IsValueSecret } : { Key, Value, IsValueSecret },
    );
  return {
    BodyParameters: open(parameters.BodyParameters),
    HeaderParameters: open(parameters.HeaderParameters),
    QueryStringParameters: open(parameters.QueryStringParameters),
  };
}

type ConnectionHttpParametersShown = NonNullable<
  ConnectionAuthResponseParameters['InvocationHttpParameters']
>;
