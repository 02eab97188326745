import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problemsOf } from '../services/sns-notification/check-template.ts';
import { contract } from '../services/sns-notification/contract.ts';
import { fileOf } from '../services/sns-notification/read-templates.ts';
import { views } from '../services/sns-notification/views/views.ts';
import { type NotifyingEvent, notifyingEvents } from '../shared/configuration/notifications.ts';
import type { Beside } from './bundle.ts';

/** The texts of notifications that take the place of the built-in ones, by event. */
export type NotificationTemplates = Readonly<Partial<Record<NotifyingEvent, string>>>;

const builtIn = fileURLToPath(new URL(`../services/${contract.name}/templates`, import.meta.url));

const known = notifyingEvents.map(fileOf);

/** Those in a directory. One error names every file that is wrong, and what about it. */
export function readNotificationTemplates(directory: string): NotificationTemplates {
  const read: Partial<Record<NotifyingEvent, string>> = {};
  const strange = filesIn(directory)
    .filter((file) => !known.includes(file))
    .map((file) => `${join(directory, file)}: is no template; there are: ${known.join(', ')}`);
  for (const event of notifyingEvents) {
    const file = fileOf(event);
    if (filesIn(directory).includes(file))
      read[event] = readFileSync(join(directory, file), 'utf8');
  }
  refuse([...strange, ...problemsAmong(read, (file) => join(directory, file))]);
  return read;
}

/** What is shipped: the built-in ones, and in their place these where there are some. */
export function shippedTemplates(own: NotificationTemplates): Beside {
  refuse(problemsAmong(own, (file) => file));
  const texts = notifyingEvents.map((event) => {
    const file = fileOf(event);
    return [`templates/${file}`, own[event] ?? readFileSync(join(builtIn, file), 'utf8')];
  });
  return { [contract.name]: Object.fromEntries(texts) };
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch (cause) {
    throw new Error(`the directory of templates ${directory} cannot be read`, { cause });
  }
}

const problemsAmong = (given: NotificationTemplates, named: (file: string) => string): string[] =>
  notifyingEvents.flatMap((event) =>
    given[event] === undefined
      ? []
      : problemsOf(given[event], views[event]).map((why) => `${named(fileOf(event))}: ${why}`),
  );

function refuse(problems: readonly string[]): void {
  if (problems.length > 0)
    throw new Error(`templates of notifications are wrong:\n${problems.join('\n')}`);
}
