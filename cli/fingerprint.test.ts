import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aurora-restore-test-'));
  mkdirSync(join(directory, 'texts'));
  return () => rmSync(directory, { recursive: true });
});

function write(name: string, content: string): string {
  writeFileSync(join(directory, name), content);
  return join(directory, name);
}

const configured = (configuration: object) =>
  write('configuration.json', JSON.stringify(configuration));
const withTemplates = () => configured({ notifications: { templates: 'texts' } });

test('the same sources and configuration have the same fingerprint', async () => {
  write('texts/RestoreFailed.txt', 'It failed.');

  expect(await fingerprint(withTemplates())).toBe(await fingerprint(withTemplates()));
});

test('another configuration has another one', async () => {
  const before = await fingerprint(configured({ environment: 'one' }));

  expect(await fingerprint(configured({ environment: 'two' }))).not.toBe(before);
});

test('a change of a template that the configuration names changes it, and so does a new template', async () => {
  write('texts/RestoreFailed.txt', 'It failed.');
  const before = await fingerprint(withTemplates());

  write('texts/RestoreFailed.txt', 'It FAILED.');
  const changed = await fingerprint(withTemplates());
  write('texts/RestoreCompleted.txt', 'It is done.');
  const added = await fingerprint(withTemplates());

  expect(new Set([before, changed, added]).size).toBe(3);
});

test('files that no configuration names change nothing', async () => {
  write('texts/RestoreFailed.txt', 'It failed.');
  const before = await fingerprint(configured({}));

  write('texts/RestoreFailed.txt', 'It FAILED.');

  expect(await fingerprint(configured({}))).toBe(before);
});

test.each([
  ['is no JSON', '{'],
  ['names a directory that is not there', '{"notifications":{"templates":"nowhere"}}'],
  ['has a path that is no text', '{"notifications":{"templates":7}}'],
])('a configuration that %s is for the synthesis to refuse', async (_, text) => {
  await expect(fingerprint(write('configuration.json', text))).resolves.toEqual(expect.any(String));
});

test('a configuration that cannot be read is refused', async () => {
  await expect(fingerprint(join(directory, 'none.json'))).rejects.toMatchObject({ exitCode: 2 });
});
