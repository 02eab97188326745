import * as z from 'zod';
import { SnapshotVerified } from '../../../events/index.ts';
import { defineView } from './define-view.ts';

export const snapshotVerified = defineView(
  SnapshotVerified,
  'started',
  {
    snapshot_arn: z.string(),
    engine_version: z.string(),
    copy_required: z.boolean(),
    target_exists: z.boolean(),
    commands: z.object({ status: z.string(), watch: z.string(), cancel: z.string() }),
  },
  ({ snapshot_arn, engine_version, copy_required, target_exists }, commands) => ({
    snapshot_arn,
    engine_version,
    copy_required,
    target_exists,
    commands,
  }),
);
