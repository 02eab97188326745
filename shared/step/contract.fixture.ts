import * as z from 'zod';
import { defineEvent } from '../../events/define-event.ts';
import { RestoreRequested } from '../../events/index.ts';
import { manualSnapshotCreated } from '../../events/rds/index.ts';
import { defineStep } from './contract.ts';

/** A step in the middle of a pipeline: it waits for work that somebody else has started. */
export const WorkStarted = defineEvent(
  'WorkStarted',
  { copy_id: z.string() },
  { opens: { stage: 'check_copy', deadlineMinutes: 60 } },
);
export const WorkDone = defineEvent(
  'WorkDone',
  { result: z.string() },
  { opens: { stage: 'delete_rds', deadlineMinutes: 30 } },
);
export const EverythingDone = defineEvent('EverythingDone', {}, { ends: 'completed' });

export const contract = defineStep({
  name: 'check-work',
  stage: 'check_copy',
  consumes: [WorkStarted],
  emits: [WorkDone, EverythingDone],
  hints: [manualSnapshotCreated],
  checksAgain: true,
  failureImpact: 'nobody notices that the work is done',
  timeoutSeconds: 60,
  permissions: [],
});

/** The first step of a pipeline, which people's requests reach. */
export const requestContract = defineStep({
  name: 'check-request',
  stage: 'check_snapshot',
  consumes: [RestoreRequested],
  emits: [WorkStarted],
  checksAgain: true,
  failureImpact: 'nothing is restored',
  timeoutSeconds: 60,
  permissions: [],
});
