import type {
  ConnectionState,
  CreateConnectionRequest,
  CreateConnectionResponse,
  DeleteConnectionRequest,
  DeleteConnectionResponse,
  DescribeConnectionRequest,
  DescribeConnectionResponse,
  ListConnectionsRequest,
  ListConnectionsResponse,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { arnOf as secretArnOf } from '../../secretsmanager/secrets.ts';
import type { Call, Permission } from '../../service.ts';
import { connectionArn, type Place } from '../arn.ts';
import { checked, nameOf } from '../checked.ts';
import type { Core } from '../core.ts';
import { alreadyExists, invalid, notFound } from '../errors.ts';
import { isObject } from '../pattern/is-object.ts';
import { authParameters, authSchemas, shown } from '../state/auth-parameters.ts';
import type { Connection } from '../state/connection.ts';
import { type Operation, type Operations, onAnything } from './operation.ts';
import { named, page } from './page.ts';

const connectionSchema = z.strictObject({
  Name: nameOf(64),
  Description: z.string().max(512).optional(),
  AuthorizationType: z.enum(['API_KEY', 'BASIC', 'OAUTH_CLIENT_CREDENTIALS']),
  AuthParameters: z.unknown(),
});

const MEMBERS = {
  API_KEY: 'ApiKeyAuthParameters',
  BASIC: 'BasicAuthParameters',
  OAUTH_CLIENT_CREDENTIALS: 'OAuthParameters',
};

/** Its secret has what is needed to authorize, in words of our own: AWS does not tell its. */
export function createConnection(core: Core, place: Place, input: unknown): Connection {
  const { Name, Description, AuthorizationType, AuthParameters } = checked(
    connectionSchema,
    input,
    'Connection',
  );
  const member = MEMBERS[AuthorizationType];
  if (!isObject(AuthParameters) || !(member in AuthParameters))
    throw invalid(`AuthParameters.${member} is required for ${AuthorizationType}.`);
  const auth = checked(authSchemas[AuthorizationType], AuthParameters, 'AuthParameters');
  const { connections } = core.store.home(place);
  if (connections.has(Name)) throw alreadyExists(`Connection ${Name}`);
  const uuid = core.uuid();
  const secret = { name: `connection/${Name}/${uuid}`, tags: [] };
  const connection: Connection = {
    name: Name,
    arn: connectionArn(place, Name, uuid),
    description: Description,
    authorizationType: AuthorizationType,
    secretArn: core.secrets.create(secret, place, JSON.stringify(auth)),
    created: core.clock.date(),
  };
  connections.set(Name, connection);
  return connection;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection.html */
export function connectionOperations(core: Core): Operations {
  const { store, secrets } = core;
  const get = (place: Place, name = ''): Connection => {
    const connection = store.home(place).connections.get(name);
    if (connection === undefined) throw notFound(`Connection '${name}' does not exist.`);
    return connection;
  };

  const CreateConnection: Operation<CreateConnectionRequest> = {
    permissions: ({ Name }, call) => [
      ...onConnection('events:CreateConnection', call, Name),
      onSecret('secretsmanager:CreateSecret', call, Name),
    ],
    run: (input, call): CreateConnectionResponse => told(createConnection(core, call, input)),
  };

  const DescribeConnection: Operation<DescribeConnectionRequest> = {
    permissions: ({ Name }, call) => onConnection('events:DescribeConnection', call, Name),
    run: ({ Name }, call): DescribeConnectionResponse => {
      const connection = get(call, Name);
      const auth = authParameters.parse(JSON.parse(secrets.text(connection.secretArn)));
      return {
        ...listed(connection),
        Description: connection.description,
        SecretArn: connection.secretArn,
        AuthParameters: shown(auth),
      };
    },
  };

  const ListConnections: Operation<ListConnectionsRequest> = {
    permissions: onAnything('events:ListConnections'),
    run: (input, call): ListConnectionsResponse => {
      const found = named(store.home(call).connections.values(), input.NamePrefix).filter(
        () => (input.ConnectionState ?? STATE) === STATE,
      );
      const { items, ...rest } = page(found, input);
      return { Connections: items.map(listed), ...rest };
    },
  };

  const DeleteConnection: Operation<DeleteConnectionRequest> = {
    permissions: ({ Name }, call) => [
      ...onConnection('events:DeleteConnection', call, Name),
      onSecret('secretsmanager:DeleteSecret', call, Name),
    ],
    run: ({ Name }, call): DeleteConnectionResponse => {
      const connection = get(call, Name);
      store.home(call).connections.delete(connection.name);
      secrets.delete(connection.secretArn);
      return { ...told(connection), ConnectionState: 'DELETING' };
    },
  };

  return { CreateConnection, DescribeConnection, ListConnections, DeleteConnection };
}

/** It is tried out when something is delivered, not before. */
const STATE: ConnectionState = 'AUTHORIZED';

const told = ({ arn, created }: Connection) => ({
  ConnectionArn: arn,
  ConnectionState: STATE,
  CreationTime: created,
  LastModifiedTime: created,
  LastAuthorizedTime: created,
});

const listed = (connection: Connection) => ({
  ...told(connection),
  Name: connection.name,
  AuthorizationType: connection.authorizationType,
});

const onConnection = (action: string, call: Call, name = ''): readonly Permission[] => [
  { action, resource: connectionArn(call, name) },
];

/** Who has a connection made has its secret made. That AWS asks about this ARN is assumed. */
const onSecret = (action: string, call: Call, name = ''): Permission => ({
  action,
  resource: secretArnOf(call, `events!connection/${name}/*`),
});
