import { everyStage, type Retry } from '../shared/errors/entry.ts';
import { catalogue, catalogues } from '../shared/errors.ts';

const titles: Record<keyof typeof catalogues, string> = {
  request: 'The request',
  snapshot: 'Snapshots',
  target: 'The target and the restored cluster',
  database: 'The database',
  aws: 'AWS',
  pipeline: 'The pipeline itself',
};

const helps: Record<Retry, string> = {
  wait: 'It passes by itself: the pipeline waits, until the stage’s deadline.',
  redrive: 'Redriving goes on from there, once the cause is gone.',
  new_request: 'Redriving changes nothing.',
};

const lists = Object.entries(titles).map(([list, title]) => ({
  title,
  codes: Object.entries(catalogue).filter(([code]) =>
    Object.entries(catalogues).some(([name, entries]) => name === list && code in entries),
  ),
}));

/**
 * The error catalogue for readers. It is `docs/errors.md`; `node infra/error-reference.ts` prints it.
 */
export function errorReference(): string {
  return [
    '# Errors',
    '',
    'Every failure has a code. It stands in the operation’s `error` (`aurora-restore status OPERATION`),',
    'in the notification, in the event `RestoreFailed` or `RestoreRejected`, and in the logs, beside a',
    'message that names the field or resource.',
    '',
    '| list | codes |',
    '| --- | --- |',
    ...lists.map(
      ({ title, codes }) =>
        `| ${title} | ${codes.map(([code]) => `[\`${code}\`](#${code.toLowerCase()})`).join(', ')} |`,
    ),
    ...lists.flatMap(({ title, codes }) => ['', `## ${title}`, ...codes.flatMap(section)]),
    '',
  ].join('\n');
}

function section([code, entry]: [string, (typeof catalogue)[keyof typeof catalogue]]): string[] {
  const { meaning, causes, remedy, retry, stages } = entry;
  return [
    '',
    `### ${code}`,
    '',
    meaning,
    '',
    ...causes.map((cause) => `* ${cause}`),
    '',
    `**What to do:** ${remedy}`,
    helps[retry],
    '',
    `**Stages:** ${stages.length === everyStage.length ? 'any' : stages.map((stage) => `\`${stage}\``).join(', ')}`,
  ];
}

if (import.meta.main) process.stdout.write(errorReference());
