import type { Store } from 'dynalite/db/index.js';
import { z } from 'zod';
import { failure } from './failure.ts';

const schema = z.object({
  deletionProtection: z.boolean().default(false),
  /** As `DescribeTable` tells it. */
  encryption: z
    .object({ Status: z.string(), SSEType: z.string(), KMSMasterKeyArn: z.string().optional() })
    .optional(),
  /** The attribute. */
  timeToLive: z.string().optional(),
  pointInTimeRecovery: z.object({ sinceMs: z.number(), days: z.number() }).optional(),
});

/** What dynalite does not keep of a table. */
export type Settings = z.infer<typeof schema>;

const keyOf = (table: string) => `settings~${table}`;

/** Rejects if there is no such table. */
export async function settingsOf(store: Store, table: string): Promise<Settings> {
  if (!(await store.db.get(`table~${table}`)))
    throw failure(
      'ResourceNotFoundException',
      `Requested resource not found: Table: ${table} not found`,
    );
  return schema.parse((await store.db.get(keyOf(table))) ?? {});
}

export async function changeSettings(
  store: Store,
  table: string,
  change: Partial<Settings>,
): Promise<void> {
  const settings = await settingsOf(store, table);
  await store.db.put(keyOf(table), { ...settings, ...change });
}

export async function forgetSettings(store: Store, table: string): Promise<void> {
  await store.db.del(keyOf(table));
}
