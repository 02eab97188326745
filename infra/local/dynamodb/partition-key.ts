import { z } from 'zod';

const table = z.object({
  TableName: z.string(),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
});
const answer = z.object({ Table: table.optional(), TableDescription: table.optional() });

/** The partition key of the table that an answer describes, if it describes one. */
export function partitionKeyIn(given: object): { table: string; attribute: string } | undefined {
  const { Table, TableDescription } = answer.safeParse(given).data ?? {};
  const described = Table ?? TableDescription;
  const key = described?.KeySchema.find(({ KeyType }) => KeyType === 'HASH');
  return described && key && { table: described.TableName, attribute: key.AttributeName };
}
