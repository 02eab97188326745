import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';

const root = join(import.meta.dirname, '..');

/** What the template is made from, beside the configuration. */
const SOURCES = ['events', 'services', 'shared', 'infra', 'package-lock.json'];

/** Of these sources, this configuration and the files it names: another one if any of them changes. */
export async function fingerprint(configurationFile: string): Promise<string> {
  const hash = createHash('sha256');
  const add = (name: string, content: Buffer | string) =>
    hash.update(`${name}\0`).update(content).update('\0');
  for (const source of SOURCES)
    for (const file of await filesOf(join(root, source)))
      add(relative(root, file), await readFile(file));
  const configuration = await readFile(configurationFile).catch((cause: Error) => {
    throw new CliError(
      exitCodes.unusable,
      `the configuration ${configurationFile} cannot be read: ${cause.message}`,
      { cause },
    );
  });
  add('configuration', configuration);
  const templates = templatesNamedIn(configuration.toString());
  if (templates !== undefined) {
    const directory = resolve(dirname(configurationFile), templates);
    for (const name of (await readdir(directory).catch(() => [])).sort())
      add(`template ${name}`, await readFile(join(directory, name)).catch(() => ''));
  }
  return hash.digest('hex');
}

/** Those that can change the template: no tests, and nothing of the local environment. */
async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  );
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isFile() && !/\.(test|fixture)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(root, 'infra/local/')))
    .sort();
}

const naming = z.object({ notifications: z.object({ templates: z.string() }) });

/** What is wrong with a configuration, or with what it names, is for the synthesis to tell. */
function templatesNamedIn(configuration: string): string | undefined {
  try {
    return naming.safeParse(JSON.parse(configuration)).data?.notifications.templates;
  } catch {
    return undefined;
  }
}
