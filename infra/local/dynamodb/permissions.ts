import { z } from 'zod';
import { type Call, type Permission, ServiceError } from '../service.ts';

const attributes = z.record(z.string(), z.unknown()).nullish();

/** What names one item of a table. */
const ofOneItem = z.object({ Key: attributes, Item: attributes });

const input = ofOneItem.extend({
  TableName: z.string().optional(),
  IndexName: z.string().nullish(),
  ResourceArn: z.string().optional(),
  Tags: z.array(z.unknown()).nullish(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  TransactItems: z
    .array(z.record(z.string(), ofOneItem.extend({ TableName: z.string() }).nullish()))
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

/**
 * With `partitionKeyOf`, a call on one item also tells its key: `dynamodb:LeadingKeys`. Of queries and
 * batches it does not tell, so that a policy that asks for it lets them pass, as AWS would not.
 */
export function permissionsOf(
  request: unknown,
  call: Call,
  partitionKeyOf: (table: string) => string | undefined = () => undefined,
): readonly Permission[] {
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
  const onItem = (permission: Permission, table: string, named: z.infer<typeof ofOneItem>) => {
    const value = stringIn((named.Key ?? named.Item)?.[partitionKeyOf(table) ?? '']);
    return value === undefined
      ? permission
      : { ...permission, context: { ...permission.context, 'dynamodb:LeadingKeys': [value] } };
  };

  if (TransactItems)
    return TransactItems.flatMap((item) =>
      Object.entries(item).flatMap(([kind, on]) =>
        on
          ? [
              onItem(
                inTransaction(allow(OF_TRANSACTION[kind] ?? kind, arnOf(on.TableName)), call),
                on.TableName,
                on,
              ),
            ]
          : [],
      ),
    );
  if (RequestItems)
    return Object.keys(RequestItems).map((name) => allow(call.operation, arnOf(name)));
  if (ResourceArn) return [allow(call.operation, ResourceArn)];
  if (!TableName) return [allow(call.operation, '*')];
  const arn = arnOf(TableName);
  return [
    onItem(allow(call.operation, IndexName ? `${arn}/index/${IndexName}` : arn), TableName, data),
    ...(Tags?.length ? [allow('TagResource', arn)] : []),
  ];
}

const inTransaction = (permission: Permission, { operation }: Call): Permission => ({
  ...permission,
  context: { 'dynamodb:EnclosingOperation': operation },
});

const stringIn = (value: unknown): string | undefined =>
  z.object({ S: z.string() }).safeParse(value).data?.S;
