import * as z from 'zod';
import { tables as tableNames } from '../../shared/operation/tables.fixture.ts';

/** A condition on its way to the tables, with the write that it guards as the protocol calls it. */
export interface Guard {
  readonly what: string;
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
}

/** What is sent instead. */
export type Tamper = (guard: Guard) => string;

const text = z.object({ S: z.string() });
const write = z.looseObject({
  TableName: z.string(),
  Key: z.looseObject({ operation_id: text.optional(), resource: text.optional() }).optional(),
  Item: z.looseObject({ operation_id: text.optional(), resource: text.optional() }).optional(),
  ConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
});
type Write = z.infer<typeof write>;

/** As much of a request in DynamoDB's protocol as tells what it writes. */
export const dynamodbInput = z
  .looseObject({
    ...write.shape,
    TableName: z.string().optional(),
    TransactItems: z.array(z.record(z.string(), write)).optional(),
  })
  .transform((input) => {
    const single = write.safeParse(input).data;
    const items = input.TransactItems?.flatMap((item) => Object.entries(item)) ?? [];
    const keyOf = ({ Key, Item }: Write) => Key ?? Item;
    const writes = single
      ? [single]
      : items.filter(([kind]) => kind !== 'ConditionCheck').map(([, one]) => one);
    const checks = items.filter(([kind]) => kind === 'ConditionCheck').map(([, one]) => one);
    return {
      operationIds: () =>
        writes
          .filter(({ TableName }) => TableName === tableNames.state)
          .map((one) => keyOf(one)?.operation_id?.S ?? ''),
      locked: () =>
        writes
          .filter(({ TableName }) => TableName === tableNames.resources)
          .map((one) => keyOf(one)?.resource?.S ?? '')
          .filter((key) => key.startsWith('cluster#')),
      /** What is correlated has no lock of its own: the target's is checked. */
      correlated: () => {
        const put = writes.find(({ Item }) => Item?.resource?.S.startsWith('cluster-snapshot#'));
        const check = checks.find(({ TableName }) => TableName === tableNames.resources);
        const target = check?.Key?.resource?.S;
        return put && target !== undefined
          ? { operationId: put.Item?.operation_id?.S ?? '', target }
          : undefined;
      },
      tampered: (what: string, tamper: Tamper) => ({
        ...tampered(what, input, tamper),
        ...(input.TransactItems && {
          TransactItems: input.TransactItems.map((item) =>
            Object.fromEntries(
              Object.entries(item).map(([kind, one]) => [
                kind,
                tampered(partOf(kind, what), one, tamper),
              ]),
            ),
          ),
        }),
      }),
    };
  });

/** A transaction's parts are the lock's, its holder's, and a write of the protocol. */
function partOf(kind: string, what: string): string {
  if (what === 'correlate') return what;
  if (kind === 'ConditionCheck') return 'take over';
  return kind === 'Put' ? 'hold' : what;
}

function tampered<Given extends Partial<Write>>(what: string, given: Given, tamper: Tamper): Given {
  const { ConditionExpression: expression, ExpressionAttributeNames: names = {} } = given;
  if (expression === undefined) return given;
  return { ...given, ConditionExpression: tamper({ what, expression, names }) };
}
