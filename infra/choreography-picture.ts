import * as events from '../events/index.ts';
import { observers, requesters, scheduledServices, steps } from '../services/index.ts';

const { stages: _, ...everyEvent } = events;

interface Row {
  /** One a line. */
  readonly comes: readonly string[];
  readonly service: string;
  readonly goes: readonly string[];
}

/**
 * The choreography as text, drawn from the contracts: what comes to a service, and what it puts on the
 * bus. It stands in the README; `node infra/choreography-picture.ts` prints it.
 */
export function choreographyPicture(): string {
  const rows: Row[] = [
    ...requesters.map(({ name, everyMinutes }) =>
      row(['snapshot created', `every ${everyMinutes} minutes`], name, [
        events.RestoreRequested.name,
      ]),
    ),
    ...steps.map(({ name, consumes, emits }) => row(names(consumes), name, names(emits))),
    row([], 'any step that fails', [events.RestoreFailed.name]),
    ...observers.map(({ name, consumes }) => row(allOf(consumes), name)),
    ...scheduledServices.map(({ name, everyMinutes }) =>
      row([`every ${everyMinutes} minutes`], name, ['what was lost, once more']),
    ),
  ];
  const left = widest(rows.flatMap(({ comes }) => comes));
  const middle = widest(rows.map(({ service }) => service));
  return rows.flatMap((one) => lines(one, left, middle)).join('\n');
}

const row = (comes: Row['comes'], service: string, goes: Row['goes'] = []): Row => ({
  comes,
  service,
  goes,
});

const names = (definitions: readonly { readonly name: string }[]) =>
  definitions.map(({ name }) => name);

const allOf = (consumes: readonly { readonly name: string }[]) =>
  consumes.length === Object.keys(everyEvent).length ? ['every event'] : names(consumes);

const widest = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));

/** The service stands on the first of its lines. */
function lines({ comes, service, goes }: Row, left: number, middle: number): string[] {
  const height = Math.max(comes.length, goes.length);
  return Array.from({ length: height }, (_, index) => {
    const come = comes[index];
    const go = goes[index];
    return [
      (come ?? '').padEnd(left),
      come === undefined ? '  ' : '─▶',
      (index === 0 ? service : '').padEnd(middle),
      go === undefined ? '' : `─▶ ${go}`,
    ]
      .join(' ')
      .trimEnd();
  });
}

if (import.meta.main) console.log(choreographyPicture());
