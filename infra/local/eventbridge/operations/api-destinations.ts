import type {
  ApiDestinationState,
  CreateApiDestinationRequest,
  CreateApiDestinationResponse,
  DeleteApiDestinationRequest,
  DescribeApiDestinationRequest,
  DescribeApiDestinationResponse,
  ListApiDestinationsRequest,
  ListApiDestinationsResponse,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import type { Call, Permission } from '../../service.ts';
import { apiDestinationArn, type Place } from '../arn.ts';
import { checked, nameOf } from '../checked.ts';
import type { Core } from '../core.ts';
import { isLoopback } from '../delivery/loopback.ts';
import { alreadyExists, notFound } from '../errors.ts';
import type { ApiDestination } from '../state/api-destination.ts';
import { type Operation, type Operations, onAnything } from './operation.ts';
import { named, page } from './page.ts';

const destinationSchema = z.strictObject({
  Name: nameOf(64),
  Description: z.string().max(512).optional(),
  ConnectionArn: z.string(),
  InvocationEndpoint: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .refine((url) => url.startsWith('https:') || isLoopback(new URL(url)), {
      error: 'must be an HTTPS URL',
    }),
  HttpMethod: z.enum(['POST', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']),
  InvocationRateLimitPerSecond: z.int().min(1).optional(),
});

const DEFAULT_PER_SECOND = 300;

export function createApiDestination(core: Core, place: Place, input: unknown): ApiDestination {
  const given = checked(destinationSchema, input, 'ApiDestination');
  const { Name, ConnectionArn } = given;
  const { apiDestinations } = core.store.home(place);
  if (apiDestinations.has(Name)) throw alreadyExists(`Api-destination ${Name}`);
  if (core.store.findConnection(place, ConnectionArn) === undefined)
    throw notFound(`Connection '${ConnectionArn}' does not exist.`);
  const destination: ApiDestination = {
    name: Name,
    arn: apiDestinationArn(place, Name, core.uuid()),
    description: given.Description,
    connectionArn: ConnectionArn,
    endpoint: given.InvocationEndpoint,
    method: given.HttpMethod,
    perSecond: given.InvocationRateLimitPerSecond ?? DEFAULT_PER_SECOND,
    created: core.clock.date(),
  };
  apiDestinations.set(Name, destination);
  return destination;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
export function apiDestinationOperations(core: Core): Operations {
  const { store } = core;
  const get = (place: Place, name = ''): ApiDestination => {
    const destination = store.home(place).apiDestinations.get(name);
    if (destination === undefined) throw notFound(`ApiDestination ${name} does not exist.`);
    return destination;
  };
  /** What lost its connection can not be used. */
  const stateOf = (place: Place, { connectionArn }: ApiDestination): ApiDestinationState =>
    store.findConnection(place, connectionArn) ? 'ACTIVE' : 'INACTIVE';
  const told = (place: Place, destination: ApiDestination) => ({
    ApiDestinationArn: destination.arn,
    ApiDestinationState: stateOf(place, destination),
    CreationTime: destination.created,
    LastModifiedTime: destination.created,
  });
  const listed = (place: Place, destination: ApiDestination) => ({
    ...told(place, destination),
    Name: destination.name,
    ConnectionArn: destination.connectionArn,
    InvocationEndpoint: destination.endpoint,
    HttpMethod: destination.method,
    InvocationRateLimitPerSecond: destination.perSecond,
  });

  const CreateApiDestination: Operation<CreateApiDestinationRequest> = {
    permissions: ({ Name }, call) => on('events:CreateApiDestination', call, Name),
    run: (input, call): CreateApiDestinationResponse =>
      told(call, createApiDestination(core, call, input)),
  };

  const DescribeApiDestination: Operation<DescribeApiDestinationRequest> = {
    permissions: ({ Name }, call) => on('events:DescribeApiDestination', call, Name),
    run: ({ Name }, call): DescribeApiDestinationResponse => {
      const destination = get(call, Name);
      return { ...listed(call, destination), Description: destination.description };
    },
  };

  const ListApiDestinations: Operation<ListApiDestinationsRequest> = {
    permissions: onAnything('events:ListApiDestinations'),
    run: (input, call): ListApiDestinationsResponse => {
      const { ConnectionArn, NamePrefix } = input;
      const found = named(store.home(call).apiDestinations.values(), NamePrefix).filter(
        ({ connectionArn }) => (ConnectionArn ?? connectionArn) === connectionArn,
      );
      const { items, ...rest } = page(found, input);
      return { ApiDestinations: items.map((each) => listed(call, each)), ...rest };
    },
  };

  const DeleteApiDestination: Operation<DeleteApiDestinationRequest> = {
    permissions: ({ Name }, call) => on('events:DeleteApiDestination', call, Name),
    run: ({ Name }, call) => {
      store.home(call).apiDestinations.delete(get(call, Name).name);
      return {};
    },
  };

  return {
    CreateApiDestination,
    DescribeApiDestination,
    ListApiDestinations,
    DeleteApiDestination,
  };
}

const on = (action: string, call: Call, name = ''): readonly Permission[] => [
  { action, resource: apiDestinationArn(call, name) },
];
