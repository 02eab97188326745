import { type NotifyingEvent, notifyingEvents } from '../../shared/configuration/notifications.ts';
import { commandsFor } from './commands.ts';
import { fillIn, type Template } from './template.ts';
import type { Told } from './told.ts';
import { targetOf, UNKNOWN_TARGET } from './views/define-view.ts';
import { views } from './views/views.ts';

/** A notification: a subject and a text for people, attributes and a document for programs. */
export interface Message {
  readonly subject: string;
  readonly text: string;
  /** For filter policies. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly document: MessageDocument;
  /** Tells all of it, also where this is too long. */
  readonly command: string;
}

/** The JSON that programs are sent. What is here stays; more may be added. */
interface MessageDocument {
  readonly version: 1;
  readonly event: string;
  readonly status: string;
  readonly environment: string;
  readonly region: string;
  readonly operation_id: string;
  readonly target_cluster_id: string | null;
  readonly time: string;
  readonly subject: string;
  readonly text: string;
  /** The event's detail as it lies on the bus. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export type Templates = Readonly<Record<NotifyingEvent, Template>>;

/** SNS takes subjects of ASCII without line breaks, under 100 characters. Source: SNS API, Publish. */
const LONGEST_SUBJECT = 99;

export function messageFor(told: Told, templates: Templates): Message {
  const { event, place } = told;
  const name = notifyingEvents.find((one) => one === event.name);
  if (!name) throw new Error(`nobody is told of ${event.name}`);
  const { status, of } = views[name];
  const filled = fillIn(templates[name], of(told));
  const subject = subjectFrom(filled.subject) || `[${place.environment}] ${name}`;
  const { text } = filled;
  const target = targetOf(told);
  const { operation_id, occurred_at: time, detail } = event;
  const facts = { event: name, status, environment: place.environment, operation_id };
  return {
    subject,
    text,
    attributes: { ...facts, target_cluster_id: target ?? UNKNOWN_TARGET },
    document: {
      version: 1,
      ...facts,
      region: place.region,
      target_cluster_id: target ?? null,
      time,
      subject,
      text,
      detail,
    },
    command: commandsFor(operation_id, place).status,
  };
}

const subjectFrom = (text: string): string =>
  text
    .trim()
    .replace(/[^ -~]/g, '?')
    .slice(0, LONGEST_SUBJECT);
