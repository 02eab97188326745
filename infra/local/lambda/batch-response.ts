import { z } from 'zod';

const BatchResponse = z
  .object({
    batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
  })
  .nullable();

/**
 * The ids of the messages that a function says it failed at. An answer that cannot be understood, or
 * that names a message which is not in the batch, fails all of it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedMessages(answer: unknown, batch: readonly string[]): readonly string[] {
  const parsed = BatchResponse.safeParse(answer ?? null);
  if (!parsed.success) return batch;
  const failed = (parsed.data?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  return failed.every((id) => batch.includes(id)) ? failed : batch;
}
