import { sentence } from '../../shared/notification/sentence.ts';
import type { Observed } from '../../shared/step/observed.ts';

export interface AuditRow {
  readonly operation_id: string;
  /** The event's time and its id, so that rows sort by time and none is written twice. */
  readonly timestamp: string;
  readonly event_type: string;
  readonly message: string;
  readonly sequence: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Writes every event down once, whatever is delivered twice. */
export const auditLog =
  (putOnce: (row: AuditRow) => Promise<void>) =>
  async (event: Observed): Promise<'told'> => {
    await putOnce({
      operation_id: event.operation_id,
      timestamp: `${event.occurred_at}#${event.event_id}`,
      event_type: event.name,
      message: sentence(event),
      sequence: event.sequence,
      detail: event.detail,
    });
    return 'told';
  };
