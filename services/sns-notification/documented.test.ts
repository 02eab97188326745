import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { views } from './views/views.ts';

const documentation = readFileSync(new URL('../../docs/notifications.md', import.meta.url), 'utf8');
const [, common = ''] =
  /\nEvery event has these fields:\n([\s\S]*?)\n### /.exec(documentation) ?? [];

/** What stands in backticks in the first column of a table. */
const documented = (text: string): string[] =>
  [...text.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );

const names = (fields: z.ZodObject): string[] =>
  Object.entries(fields.shape).flatMap(([name, field]) =>
    field instanceof z.ZodObject
      ? Object.keys(field.shape).map((inner) => `${name}.${inner}`)
      : [name],
  );

test.each(Object.values(views))('the fields of $event are those that are documented', (view) => {
  const section = documentation.split(/^##+ /m).find((part) => part.startsWith(`${view.event}\n`));

  expect([...documented(common), ...documented(section ?? '')].sort()).toEqual(
    names(view.fields).sort(),
  );
});
