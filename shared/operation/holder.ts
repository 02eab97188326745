import type { Operation } from './operation.ts';
import type { Operations, ResourceKey } from './operations.ts';

/** The operation that holds a resource, as it stands; nothing where there is none, or no record of it. */
export async function holderOf(
  operations: Pick<Operations, 'holder' | 'read'>,
  key: ResourceKey,
): Promise<Operation | undefined> {
  const id = await operations.holder(key);
  return id === undefined ? undefined : await operations.read(id);
}
