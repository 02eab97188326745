import * as z from 'zod';
import { RestoreRejected } from '../../../events/index.ts';
import { defineView } from './define-view.ts';

export const restoreRejected = defineView(
  RestoreRejected,
  'rejected',
  {
    reasons: z.array(
      z.object({
        code: z.string(),
        field: z.string().optional(),
        message: z.string(),
        remedy: z.string(),
      }),
    ),
    commands: z.object({ status: z.string() }),
  },
  ({ reasons }, commands) => ({ reasons, commands }),
);
