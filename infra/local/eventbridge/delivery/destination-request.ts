import type { BusEvent } from '../event.ts';
import { isObject } from '../pattern/is-object.ts';
import { readJson } from '../read-json.ts';
import type { ApiDestination } from '../state/api-destination.ts';
import { byKey, type ConnectionHttpParameters } from './http-parameters.ts';
import { parseJsonPath } from './json-path.ts';
import type { HttpRequest } from './loopback-request.ts';
import type { Target } from './target.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html#eb-api-destination-headers */
const OWN_HEADERS = {
  'user-agent': 'Amazon/EventBridge/ApiDestinations',
  range: 'bytes=0-1048575',
  'accept-encoding': 'gzip,deflate',
  connection: 'close',
};

const DEFAULT_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

export interface DestinationRequest {
  readonly destination: ApiDestination;
  readonly target: Target;
  readonly event: BusEvent;
  readonly body: string;
  /** Of the connection. Where it and the target have the same parameter, the connection's counts. */
  readonly parameters: ConnectionHttpParameters;
  readonly authorization: Readonly<Record<string, string>>;
}

export function destinationRequest(wanted: DestinationRequest): HttpRequest {
  const { destination, target, event, parameters, authorization } = wanted;
  const of = target.HttpParameters ?? {};
  const paths = [...(of.PathParameterValues ?? [])];
  const endpoint = destination.endpoint.replaceAll('*', () =>
    encodeURIComponent(givenBy(paths.shift() ?? '', event)),
  );
  const url = new URL(endpoint);
  const query = {
    ...filled(of.QueryStringParameters, event),
    ...byKey(parameters.QueryStringParameters),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const body = withMembers(wanted.body, byKey(parameters.BodyParameters));
  const headers = {
    ...DEFAULT_HEADERS,
    ...lowerCased(filled(of.HeaderParameters, event)),
    ...lowerCased(byKey(parameters.HeaderParameters)),
    ...lowerCased(authorization),
    ...OWN_HEADERS,
    host: url.host,
    'content-length': String(Buffer.byteLength(body)),
  };
  return { url, method: destination.method, headers, body };
}

/** A value that is a JSON path is taken from the event, as it came and not as it was transformed. */
function givenBy(value: string, event: BusEvent): string {
  const path = parseJsonPath(value);
  if (path === undefined) return value;
  const found = path(event);
  return typeof found === 'string' ? found : (JSON.stringify(found) ?? '');
}

const filled = (parameters: Readonly<Record<string, string>> = {}, event: BusEvent) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, givenBy(value, event)]),
  );

const lowerCased = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** A body that is no object stays as it is. */
function withMembers(body: string, members: Readonly<Record<string, string>>): string {
  if (Object.keys(members).length === 0) return body;
  const object = readJson(body);
  return isObject(object) ? JSON.stringify({ ...object, ...members }) : body;
}
