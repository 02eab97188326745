import * as z from 'zod';
import { RestoreCompleted } from '../../../events/index.ts';
import { defineView } from './define-view.ts';

export const restoreCompleted = defineView(
  RestoreCompleted,
  'completed',
  {
    cluster_arn: z.string(),
    endpoint: z.string(),
    reader_endpoint: z.string().optional(),
    port: z.int(),
    snapshot_arn: z.string(),
    users: z.array(z.object({ username: z.string(), secret_name: z.string() })),
    inherited_users: z.array(z.object({ account: z.string(), done: z.string() })),
    inherited_events: z.array(z.object({ event: z.string(), done: z.string() })),
    inherited_replication: z.array(z.object({ source: z.string(), done: z.string() })),
    deleted: z.array(z.string()),
    kept: z.array(z.string()),
    replaced_cluster_arn: z.string().optional(),
    final_snapshot_id: z.string().optional(),
    started_at: z.string(),
    requested_by: z.string().optional(),
    commands: z.object({
      status: z.string(),
      settings: z.string(),
      restore_old_target: z.string().optional(),
    }),
  },
  (facts, { status, settings, restore }) => ({
    cluster_arn: facts.cluster_arn,
    endpoint: facts.endpoint,
    reader_endpoint: facts.reader_endpoint,
    port: facts.port,
    snapshot_arn: facts.snapshot_arn,
    users: facts.users,
    inherited_users: facts.inherited_users ?? [],
    inherited_events: facts.inherited_events ?? [],
    inherited_replication: facts.inherited_replication ?? [],
    deleted: facts.deleted,
    kept: facts.kept,
    replaced_cluster_arn: facts.replaced_cluster_arn,
    final_snapshot_id: facts.final_snapshot_id,
    started_at: facts.started_at,
    requested_by: facts.requested_by,
    commands: {
      status,
      settings,
      ...(facts.final_snapshot_id && {
        restore_old_target: restore(facts.final_snapshot_id, facts.target_cluster_id),
      }),
    },
  }),
);
