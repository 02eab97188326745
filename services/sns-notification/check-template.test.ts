import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { notifyingEvents } from '../../shared/configuration/notifications.ts';
import { problemsOf } from './check-template.ts';
import { contract } from './contract.ts';
import { views } from './views/views.ts';

const { RestoreCompleted: view } = views;
const problems = (subject: string, text: string) => problemsOf(`${subject}\n\n${text}\n`, view);

test('every event that may notify has its view and its template, and there is no other', () => {
  const names = contract.consumes.map(({ name }) => name).sort();

  expect([...notifyingEvents].sort()).toEqual(names);
  expect(Object.keys(views).sort()).toEqual(names);
});

test.each(notifyingEvents)('nothing is wrong with the built-in template of %s', (event) => {
  const file = new URL(`./templates/${event}.txt`, import.meta.url);

  expect(problemsOf(readFileSync(file, 'utf8'), views[event])).toEqual([]);
});

test('fields, fields within fields, those of a list’s items, and what is around are known', () => {
  const text = [
    '{{endpoint}}:{{port}} {{{cluster_arn}}} {{&cluster_arn}} {{! a remark }}',
    '{{#users}}{{username}} {{secret_name}} of {{target_cluster_id}}{{/users}}',
    '{{#deleted}}{{.}}{{/deleted}}{{^deleted}}nothing{{/deleted}}',
    '{{#final_snapshot_id}}{{.}} {{commands.restore_old_target}}{{/final_snapshot_id}}',
    '{{#commands}}{{settings}}{{/commands}}',
  ].join('\n');

  expect(problems('Subject: {{status}} {{target_cluster_id}}', text)).toEqual([]);
});

test('what is no field is named with its line, and with what there is', () => {
  const [first, second, third, ...more] = problems(
    'Subject: {{colour}}',
    'text\n{{#users}}{{password}}{{/users}}\n{{commands.redrive}}',
  );

  expect(first).toMatch(
    /^line 1: \{\{colour\}\} is no field of RestoreCompleted; there are: event, /,
  );
  expect(second).toMatch(/^line 4: \{\{password\}\} .* there are: username, secret_name, event, /);
  expect(third).toMatch(/^line 5: \{\{commands\.redrive\}\} .*commands\.restore_old_target/);
  expect(more).toEqual([]);
});

test.each([
  ['a list of objects', '{{users}}', 'users'],
  ['a list of objects, unescaped', '{{{users}}}', 'users'],
  ['an object', '{{#users}}{{&commands}}{{/users}}', 'commands'],
])('%s is not printed: a section is', (_, tag, name) => {
  expect(problems('Subject: s', `text\n${tag}`)).toEqual([
    `line 4: {{${name}}} has fields of its own and cannot be printed; use a section: {{#${name}}}...{{/${name}}}`,
  ]);
});

test('nor is one printed in the subject', () => {
  expect(problems('Subject: {{commands}}', 'text')).toEqual([
    expect.stringMatching(/^line 1: \{\{commands\}\} has fields of its own/),
  ]);
});

test.each([
  ['of a boolean, which is the whole view', '{{#redrive_helps}}{{.}}{{/redrive_helps}}'],
  ['of an object', '{{#commands}}{{.}}{{/commands}}'],
  ['where nothing is around', '{{.}}'],
  ['where there is nothing', '{{^left}}{{.}}{{/left}}'],
  ['of an object in a list of texts', '{{#left}}{{#commands}}{{.}}{{/commands}}{{/left}}'],
])('{{.}} is refused in a section %s', (_, text) => {
  expect(problemsOf(`Subject: s\n\n${text}\n`, views.RestoreFailed)).toEqual([
    expect.stringMatching(/^line 3: \{\{\.\}\} is no field of RestoreFailed; there are: /),
  ]);
});

test('{{.}} is the item of a list, also in a section of a boolean within', () => {
  const text = '{{#left}}{{#redrive_helps}}{{.}}{{/redrive_helps}}{{/left}}';

  expect(problemsOf(`Subject: s\n\n${text}\n`, views.RestoreFailed)).toEqual([]);
});

test('what every object has is no field', () => {
  for (const name of ['constructor', 'users.length', '__proto__', '.'])
    expect(problems('Subject: s', `{{${name}}}`)).toHaveLength(1);
});

test.each([
  ['a tag that does not end', 'text\n\n{{endpoint', 'line 5: Unclosed tag'],
  [
    'a section that does not end',
    'text\n{{#users}}\n{{username}}',
    'line 5: Unclosed section "users"',
  ],
  ['an end without a section', 'text\n{{/users}}', 'line 4: Unopened section "users"'],
  ['a partial', 'text\n{{>footer}}', 'line 4: {{>footer}}: there are no partials'],
])('%s is told with its line', (_, text, told) => {
  expect(problems('Subject: s', text)).toEqual([told]);
});

test.each([
  ['no subject', 'Hello\n\ntext', 'line 1: must begin with "Subject: "'],
  ['an empty subject', 'Subject:  \n\ntext', 'line 1: has an empty subject'],
  ['no empty line', 'Subject: s\ntext', 'line 2: must be empty: the text begins below it'],
  ['no text', 'Subject: s\n\n \n', 'line 3: has no text'],
])('a file with %s is no template', (_, content, told) => {
  expect(problemsOf(content, view)).toEqual([told]);
});

test('a file may come from Windows', () => {
  expect(problemsOf('Subject: s\r\n\r\ntext\r\n', view)).toEqual([]);
});
