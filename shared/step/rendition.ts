import { createHash } from 'node:crypto';
import * as z from 'zod';
import { catalogue, type ErrorCode, type Reason } from '../errors.ts';
import { bytesOf } from '../operation/storable.ts';

const LONGEST_TEXT = 256;
/** Enough of a request to know it again. */
const SHOWN = 8_000;
const NOTE = ' … (cut)';

const codes = Object.keys(catalogue) as [ErrorCode, ...ErrorCode[]];
const text = z.string().max(LONGEST_TEXT).optional();

/** What people look for first; kept where it is text of a usual length. */
const plain = {
  target_cluster_id: text,
  snapshot_name: text,
  source_cluster_id: text,
  requested_by: text,
};

/**
 * What is recorded of a request that cannot be recorded as it is: its beginning as text, the digest of
 * the whole, and why. Read again, it is the same request with the same reasons.
 */
const rendition = z.strictObject({
  ...plain,
  operation_id: text,
  unstorable: z.strictObject({
    bytes: z.int(),
    sha256: z.string().length(64),
    json: z.string().max(SHOWN + NOTE.length),
    reasons: z
      .array(
        z.object({
          code: z.enum(codes),
          field: z.string().optional(),
          message: z.string(),
        }),
      )
      .min(1),
  }),
});

export function renditionOf(
  request: Readonly<Record<string, unknown>>,
  reasons: readonly Reason[],
): Record<string, unknown> {
  const json = JSON.stringify(request);
  const kept = Object.keys(plain)
    .map((field) => [field, request[field]] as const)
    .filter(([, value]) => isPlain(value));
  return {
    ...Object.fromEntries(kept),
    unstorable: {
      bytes: bytesOf(request),
      sha256: createHash('sha256').update(json).digest('hex'),
      json: json.length > SHOWN ? `${json.slice(0, SHOWN).toWellFormed()}${NOTE}` : json,
      reasons,
    },
  };
}

/** Why a request was recorded as a rendition, if this is one. */
export function reasonsOfRendition(
  request: Readonly<Record<string, unknown>>,
): readonly Reason[] | undefined {
  const { data } = rendition.safeParse(request);
  return data?.unstorable.reasons.map(({ field, ...reason }) => ({
    ...reason,
    ...(field !== undefined && { field }),
  }));
}

const isPlain = (value: unknown) =>
  typeof value === 'string' && value.length <= LONGEST_TEXT && value.isWellFormed();
