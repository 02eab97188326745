import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Deployment, readDeployment, shipped } from '../../infra/deployment.ts';
import { shippedTemplates } from '../../infra/notification-templates.ts';
import { notifyingEvents } from '../../shared/configuration/notifications.ts';

const OWN = 'Subject: {{target_cluster_id}} is back\n\nUse {{endpoint}}.\n';
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aurora-restore-test-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A configuration file that names a directory beside it, with these files. */
function deployment(files: Readonly<Record<string, string>>): Deployment {
  mkdirSync(join(directory, 'mails'));
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(directory, 'mails', name), text);
  const file = join(directory, 'configuration.json');
  writeFileSync(file, JSON.stringify({ notifications: { templates: 'mails' } }));
  return readDeployment(file);
}

test('a file in the directory takes the place of the built-in template, and only of that', () => {
  const { templates } = deployment({ 'RestoreCompleted.txt': OWN });

  const { 'sns-notification': beside = {} } = shippedTemplates(templates);

  expect(Object.keys(beside)).toEqual(notifyingEvents.map((event) => `templates/${event}.txt`));
  expect(beside['templates/RestoreCompleted.txt']).toBe(OWN);
  expect(beside['templates/RestoreFailed.txt']).toBe(
    readFileSync(
      new URL('../../services/sns-notification/templates/RestoreFailed.txt', import.meta.url),
      'utf8',
    ),
  );
});

test('the directory itself is not for the functions to know', () => {
  expect(shipped(deployment({ 'RestoreCompleted.txt': OWN })).notifications).toEqual({
    events: [...notifyingEvents],
    webhooks: [],
  });
});

test('one error names every file that is wrong, its line, and what there is', () => {
  const wrong = () =>
    deployment({
      'RestoreCompleted.txt': 'Subject: done\n\n{{endpoint}}\n{{password}}\n',
      'RestoreFailed.txt': 'Subject:\n\ntext\n',
      'RestoreRejected.txt': 'Subject: no\n\n{{#reasons}}\n',
      'TargetCleared.txt': OWN,
      'notes.md': '',
    });

  expect(wrong).toThrow(
    new RegExp(
      [
        'templates of notifications are wrong:',
        '.*/mails/TargetCleared\\.txt: is no template; there are: SnapshotVerified\\.txt, .*',
        '.*/mails/notes\\.md: is no template; .*',
        '.*/mails/RestoreCompleted\\.txt: line 4: \\{\\{password\\}\\} is no field .*endpoint.*',
        '.*/mails/RestoreFailed\\.txt: line 1: has an empty subject',
        '.*/mails/RestoreRejected\\.txt: line 3: Unclosed section "reasons"',
      ].join('\n'),
    ),
  );
});

test('a directory that is not there is refused by its name', () => {
  const file = join(directory, 'configuration.json');
  writeFileSync(file, JSON.stringify({ notifications: { templates: '../nowhere' } }));

  expect(() => readDeployment(file)).toThrow(/templates .*nowhere cannot be read/);
});

test('templates that an app brings itself are checked, too', () => {
  expect(() => shippedTemplates({ RestoreFailed: 'Hello' })).toThrow(
    'RestoreFailed.txt: line 1: must begin with "Subject: "',
  );
});
