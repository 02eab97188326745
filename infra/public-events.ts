import type { z } from 'zod';
import {
  RestoreCancelled,
  RestoreCompleted,
  RestoreFailed,
  RestorePlanned,
  RestoreRejected,
  RestoreRequested,
} from '../events/index.ts';
import { requestFields } from '../events/request-fields.ts';

/** An event that other teams may write, or write rules for. */
export interface PublicEvent {
  readonly name: string;
  readonly source: string;
  readonly schema: z.ZodType;
  readonly says: string;
  /** Who puts it on the bus: others, which the pipeline takes, or the pipeline itself. */
  readonly direction: 'taken' | 'published';
  /** What fields say of which the schema itself says nothing. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Version 1 of the contract; docs/events.md says what may change in it. */
export const CONTRACT_VERSION = 1;

export const publicEvents: readonly PublicEvent[] = [
  {
    ...RestoreRequested,
    direction: 'taken',
    says: 'Somebody wants a cluster restored from a snapshot. The only event that others put on the bus.',
    fields: requestFields,
  },
  {
    ...RestoreCompleted,
    direction: 'published',
    says: 'The restore is done: the cluster is up, its users work, and nothing is left over.',
  },
  {
    ...RestoreFailed,
    direction: 'published',
    says: 'A step cannot go on until somebody acts; then the operation may go on, and complete.',
  },
  {
    ...RestoreRejected,
    direction: 'published',
    says: 'The request can never be carried out as it stands. Nothing was touched.',
  },
  {
    ...RestoreCancelled,
    direction: 'published',
    says: 'Somebody cancelled the operation. What it had made until then is still there.',
  },
  {
    ...RestorePlanned,
    direction: 'published',
    says: 'What a request with dry_run would come to. Nothing was touched.',
  },
];
