import { setTimeout } from 'node:timers/promises';
import type { Store } from 'dynalite/db/index.js';
import { z } from 'zod';
import { prepare } from './attempt.ts';
import { invalid, parse } from './failure.ts';
import { changeSettings, forgetSettings, settingsOf } from './settings.ts';

const createInput = z.looseObject({
  TableName: z.string(),
  DeletionProtectionEnabled: z.boolean().optional(),
  SSESpecification: z
    .strictObject({
      Enabled: z.boolean().optional(),
      SSEType: z.literal('KMS').optional(),
      KMSMasterKeyId: z.string().optional(),
    })
    .optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

/** With what dynalite neither knows nor keeps. */
export async function createTable(store: Store, input: object): Promise<object> {
  const { DeletionProtectionEnabled, SSESpecification, Tags, ...rest } = parse(createInput, input);
  const answer = await changed(store, 'CreateTable', rest);
  await changeSettings(store, rest.TableName, {
    deletionProtection: DeletionProtectionEnabled ?? false,
    encryption: SSESpecification?.Enabled
      ? { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: SSESpecification.KMSMasterKeyId }
      : undefined,
  });
  const { TableDescription } = parse(described, answer);
  if (Tags?.length)
    await prepare(store, 'TagResource', { ResourceArn: TableDescription.TableArn, Tags })();
  return { TableDescription: await withSettings(store, TableDescription) };
}

const updateInput = z.looseObject({
  TableName: z.string(),
  DeletionProtectionEnabled: z.boolean().optional(),
  GlobalSecondaryIndexUpdates: z.array(z.strictObject({ Update: z.unknown() })).optional(),
});

export async function updateTable(store: Store, input: object): Promise<object> {
  const { DeletionProtectionEnabled, ...rest } = parse(updateInput, input);
  if (DeletionProtectionEnabled !== undefined)
    await changeSettings(store, rest.TableName, { deletionProtection: DeletionProtectionEnabled });
  const isMore = Object.keys(rest).length > 1 || DeletionProtectionEnabled === undefined;
  if (isMore) await changed(store, 'UpdateTable', rest);
  const { Table } = await describeTable(store, { TableName: rest.TableName });
  return { TableDescription: Table };
}

export async function describeTable(store: Store, input: object): Promise<{ Table: object }> {
  const { answer } = await prepare(store, 'DescribeTable', input)();
  const { Table } = parse(z.object({ Table: table }), answer);
  return { Table: await withSettings(store, Table) };
}

export async function deleteTable(store: Store, input: object): Promise<object> {
  const { Table } = parse(z.object({ Table: table }), await describeTable(store, input));
  const { TableName, DeletionProtectionEnabled } = Table;
  if (DeletionProtectionEnabled)
    throw invalid(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  await forgetSettings(store, TableName);
  await store.db.del(`table~${TableName}`);
  for (const part of ['item-', 'tag-', 'index-global~', 'index-local~'])
    await store.db.clear({ gte: `${part}${TableName}~`, lt: `${part}${TableName}~\xff` });
  return { TableDescription: { ...Table, TableStatus: 'DELETING' } };
}

const table = z.looseObject({
  TableName: z.string(),
  TableArn: z.string(),
  DeletionProtectionEnabled: z.boolean().optional(),
});
const described = z.object({ TableDescription: table });

async function withSettings(store: Store, of: z.infer<typeof table>): Promise<object> {
  const { deletionProtection, encryption } = await settingsOf(store, of.TableName);
  return {
    ...of,
    DeletionProtectionEnabled: deletionProtection,
    ...(encryption ? { SSEDescription: encryption } : {}),
  };
}

/** Dynalite changes a table a moment after its answer, which it goes on changing. */
async function changed(
  store: Store,
  operation: string,
  input: { TableName: string },
): Promise<object> {
  const { answer } = await prepare(store, operation, input)();
  const answered = structuredClone(answer);
  while (!(await isActive(store, input.TableName))) await setTimeout(1);
  return answered;
}

const state = z.object({
  TableStatus: z.string(),
  GlobalSecondaryIndexes: z.array(z.object({ IndexStatus: z.string() })).default([]),
});

async function isActive(store: Store, name: string): Promise<boolean> {
  const { TableStatus, GlobalSecondaryIndexes } = state.parse(await store.db.get(`table~${name}`));
  return [TableStatus, ...GlobalSecondaryIndexes.map(({ IndexStatus }) => IndexStatus)].every(
    (status) => status === 'ACTIVE',
  );
}
