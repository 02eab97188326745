import { type Stage, stages } from '../../events/index.ts';

/**
 * What helps: to wait (the pipeline does so itself, until the stage's deadline), to redrive the message
 * once the cause is gone, or only another request.
 */
export type Retry = 'wait' | 'redrive' | 'new_request';

export interface CatalogueEntry {
  readonly meaning: string;
  readonly causes: readonly string[];
  readonly remedy: string;
  readonly retry: Retry;
  /** Where an operation can stand when this happens. */
  readonly stages: readonly Stage[];
}

export const everyStage = stages;

/** What calls RDS to change something. */
export const changing = [
  'copy_snapshot',
  'delete_rds',
  'restore_snapshot',
  'create_instances',
  'archive_snapshot',
] as const satisfies readonly Stage[];
