import { ServiceError } from '../service.ts';

export interface BatchFailure {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

/** Runs each entry of a batch by itself: what fails is told beside what succeeded. */
export async function eachEntry<
  Entry extends { readonly Id: string | undefined },
  Result extends object,
>(entries: readonly Entry[] | undefined, run: (entry: Entry) => Result | Promise<Result>) {
  const Successful: (Result & { readonly Id: string })[] = [];
  const Failed: BatchFailure[] = [];
  for (const [Id, entry] of distinct(entries ?? []))
    try {
      Successful.push({ ...(await run(entry)), Id });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({
        Id,
        SenderFault: error.status < 500,
        Code: error.code,
        Message: error.message,
      });
    }
  return {
    Successful: Successful.length > 0 ? Successful : undefined,
    Failed: Failed.length > 0 ? Failed : undefined,
  };
}

const MOST_ENTRIES = 10;

function distinct<Entry extends { readonly Id: string | undefined }>(
  entries: readonly Entry[],
): ReadonlyMap<string, Entry> {
  if (entries.length === 0)
    throw new ServiceError(
      'EmptyBatchRequest',
      'There should be at least one entry in the request.',
    );
  if (entries.length > MOST_ENTRIES)
    throw new ServiceError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`,
    );
  const byId = new Map<string, Entry>();
  for (const entry of entries) {
    const id = entry.Id ?? '';
    if (!/^[\w-]{1,80}$/.test(id))
      throw new ServiceError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    if (byId.has(id)) throw new ServiceError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    byId.set(id, entry);
  }
  return byId;
}
