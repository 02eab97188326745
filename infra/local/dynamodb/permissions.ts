import { z } from 'zod';
import { type Call, type Permission, ServiceError } from '../service.ts';

const input = z.object({
  TableName: z.string().optional(),
  IndexName: z.string().nullish(),
  ResourceArn: z.string().optional(),
  Tags: z.array(z.unknown()).nullish(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  TransactItems: z
    .array(z.record(z.string(), z.object({ TableName: z.string() }).nullish()))
    .optional(),
});

/** AWS checks each action of a transaction as if it were made on its own. */
const OF_TRANSACTION: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

export function permissionsOf(request: unknown, call: Call): readonly Permission[] {
  const { data, error } = input.safeParse(request);
  if (error) throw new ServiceError('ValidationException', z.prettifyError(error));
  const { TableName, IndexName, ResourceArn, Tags, RequestItems, TransactItems } = data;

  const arnOf = (name: string) =>
    name.startsWith('arn:')
      ? name
      : `arn:aws:dynamodb:${call.region}:${call.accountId}:table/${name}`;
  const allow = (operation: string, resource: string): Permission => ({
    action: `dynamodb:${operation}`,
    resource,
  });

  if (TransactItems)
    return TransactItems.flatMap((item) =>
      Object.entries(item).flatMap(([kind, on]) =>
        on ? [inTransaction(allow(OF_TRANSACTION[kind] ?? kind, arnOf(on.TableName)), call)] : [],
      ),
    );
  if (RequestItems)
    return Object.keys(RequestItems).map((name) => allow(call.operation, arnOf(name)));
  if (ResourceArn) return [allow(call.operation, ResourceArn)];
  if (!TableName) return [allow(call.operation, '*')];
  const arn = arnOf(TableName);
  return [
    allow(call.operation, IndexName ? `${arn}/index/${IndexName}` : arn),
    ...(Tags?.length ? [allow('TagResource', arn)] : []),
  ];
}

const inTransaction = (permission: Permission, { operation }: Call): Permission => ({
  ...permission,
  context: { 'dynamodb:EnclosingOperation': operation },
});
