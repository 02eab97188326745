import * as z from 'zod';
import { RestoreCancelled } from '../../../events/index.ts';
import { defineView } from './define-view.ts';

export const restoreCancelled = defineView(
  RestoreCancelled,
  'cancelled',
  {
    created: z.array(z.string()),
    commands: z.object({ status: z.string(), clean: z.string() }),
  },
  ({ created }, commands) => ({ created, commands }),
);
