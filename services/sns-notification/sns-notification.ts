import type { Operation } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { LostCondition } from '../../shared/operation/operations.ts';
import { notified, notifying } from '../../shared/operation/writes.ts';
import type { Observed } from '../../shared/step/observed.ts';
import { messageFor, type Templates } from './message.ts';
import { type Publication, publicationsOf } from './publication.ts';
import type { Place } from './told.ts';

interface Dependencies {
  readonly operations: Pick<Operations, 'read' | 'write'>;
  /** People have a topic of texts, programs one of documents. */
  readonly publish: (as: 'text' | 'document', publication: Publication) => Promise<void>;
  readonly place: Place;
  readonly templates: Templates;
  readonly now: () => Date;
}

/** How long another delivery may take to tell people before this one does. */
const LEASE_MS = 60_000;

/**
 * Tells people and programs of an event once, except after a crash before it is written down: then both are
 * told again, for nobody knows who was told. Of a plan nobody is told, not even that it failed.
 */
export const snsNotification =
  ({ operations, publish, place, templates, now }: Dependencies) =>
  async (event: Observed): Promise<'told' | 'busy'> => {
    const { operation_id, event_id } = event;
    if ((await operations.read(operation_id))?.request.dry_run === true) return 'told';
    const until = new Date(now().getTime() + LEASE_MS);
    let operation: Operation;
    try {
      operation = await operations.write(
        operation_id,
        'notifying',
        notifying(event_id, until, now()),
      );
    } catch (error) {
      if (!(error instanceof LostCondition)) throw error;
      const told = (await operations.read(operation_id))?.notified?.[event_id]?.sent_at;
      return told ? 'told' : 'busy';
    }
    const { text, document } = publicationsOf(messageFor({ event, operation, place }, templates));
    await publish('text', text);
    await publish('document', document);
    await operations.write(operation_id, 'notified', notified(event_id, now()));
    return 'told';
  };
