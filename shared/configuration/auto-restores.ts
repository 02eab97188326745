import * as z from 'zod';
import { restoreRequest } from '../../events/restore-request.ts';
import { plainName } from './plain-name.ts';
import { rulesInCycles } from './restore-cycles.ts';
import { SOURCE_CLUSTER, targetOf } from './restore-targets.ts';
import { hasWildcard } from './wildcard.ts';

const asked = restoreRequest.shape;

/** With a hash behind it, the operation's id has 40 characters at most. */
const LONGEST_NAME = 20;

const MINUTES_OF_25_HOURS = 25 * 60;

/** What follows from the snapshot, or from the rule itself, and what would restore nothing. */
const notToBeSaid = [
  'operation_id',
  'snapshot_name',
  'source_cluster_id',
  'snapshot_date',
  'source_region',
  'source_account_id',
  'dry_run',
  'requested_by',
];

const pattern = z
  .string()
  .max(63)
  .regex(
    /^[a-z*](?:-?[a-z0-9*])*$/,
    'must be a name in lower case, in which * stands for anything',
  );

const source = z
  .strictObject({
    cluster_id: pattern.optional(),
    /** On the snapshot's name without the `rds:` of automated ones. */
    snapshot_pattern: pattern.optional(),
    /** Left out, the deployment's own. */
    account_id: asked.source_account_id,
    region: asked.source_region,
  })
  .refine(
    ({ cluster_id, snapshot_pattern }) =>
      cluster_id !== undefined || snapshot_pattern !== undefined,
    { path: ['cluster_id'], error: 'is needed, or else snapshot_pattern' },
  );

/** New snapshots that are restored by themselves. */
const autoRestore = z
  .strictObject({
    name: plainName(LONGEST_NAME),
    source,
    snapshots: z.enum(['automated', 'manual', 'any']).default('automated'),
    /** What is asked for each time, beside the snapshot. */
    request: z.looseObject({
      target_cluster_id: z.string(),
      when_busy: asked.when_busy.unwrap().default('wait'),
    }),
    at_most_every_minutes: z.int().min(0).default(0),
    /** How old the newest restored snapshot may become before the pipeline looks for itself. */
    look_after_minutes: z.int().min(15).default(MINUTES_OF_25_HOURS),
  })
  .superRefine(({ source, request }, context) => {
    const refuse = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path: ['request', ...path], message });
    for (const field of notToBeSaid)
      if (field in request) refuse([field], 'is not for a rule to say');
    const several = source.cluster_id === undefined || hasWildcard(source.cluster_id);
    if (several && !request.target_cluster_id.includes(SOURCE_CLUSTER))
      refuse(
        ['target_cluster_id'],
        `must contain ${SOURCE_CLUSTER}, so that no two sources share one target`,
      );
    const { error } = restoreRequest.safeParse({ ...request, ...example(source, request) });
    for (const { path, message } of error?.issues ?? []) refuse(path, message);
  });
export type AutoRestore = z.infer<typeof autoRestore>;

/** What makes of a rule's request one that could be put, for a cluster that the rule may be about. */
function example(
  { account_id = '123456789012', region = 'eu-west-1', cluster_id = '*' }: z.infer<typeof source>,
  request: { readonly target_cluster_id: string },
) {
  return {
    ...Object.fromEntries(notToBeSaid.map((field) => [field, undefined])),
    snapshot_name: `arn:aws:rds:${region}:${account_id}:cluster-snapshot:rds:x`,
    target_cluster_id: targetOf(request, cluster_id.replaceAll('*', 'x')),
  };
}

export const autoRestores = z
  .array(autoRestore)
  .superRefine((rules, context) => {
    const names = rules.map(({ name }) => name);
    if (new Set(names).size < names.length) context.addIssue('names a rule twice');
    for (const message of rulesInCycles(rules)) context.addIssue(message);
  })
  .default([]);

interface Whole {
  readonly auto_restores: readonly AutoRestore[];
  readonly source_accounts: readonly { readonly account_id: string }[];
}

/** A rule reads snapshots where the deployment may: in its own account, and in those it is configured for. */
export function accountsAreKnown(
  { auto_restores, source_accounts }: Whole,
  context: z.core.$RefinementCtx,
): void {
  const known = new Set(source_accounts.map(({ account_id }) => account_id));
  for (const [index, { source }] of auto_restores.entries())
    if (source.account_id !== undefined && !known.has(source.account_id))
      context.addIssue({
        code: 'custom',
        path: ['auto_restores', index, 'source', 'account_id'],
        message: 'is not one of source_accounts; left out, it is the deployment’s own',
      });
}
