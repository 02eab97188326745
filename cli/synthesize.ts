import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { fingerprint } from './fingerprint.ts';

const root = join(import.meta.dirname, '..');

/** In `cdk.out`: what it was made from. */
const NOTE = 'made-from.txt';

const DRAFT = '.draft-';
/** Nobody synthesizes for so long. */
const ABANDONED_AFTER_MS = 10 * 60_000;

export interface Assembly {
  /** The directory of the synthesized app. */
  readonly directory: string;
  /** Absent where the one that was there is still good. */
  readonly tookMs?: number;
}

/**
 * Makes sure that `cdk.out` holds the template of these sources and this configuration. A program that
 * uses an earlier one keeps it: its assets stay.
 */
export async function ensureAssembly(
  wanted: string = process.env.AURORA_RESTORE_CONFIG ?? join(root, 'infra/configuration.json'),
  begin: () => void = () => undefined,
): Promise<Assembly> {
  const configurationFile = resolve(wanted);
  const directory = join(root, 'cdk.out');
  const sources = await fingerprint(configurationFile);
  const noted = await readFile(join(directory, NOTE), 'utf8').catch(() => undefined);
  if (noted !== undefined && noted === (await noteFor(sources, directory))) return { directory };

  begin();
  const began = performance.now();
  await mkdir(directory, { recursive: true });
  await removeAbandoned(directory);
  const scratch = await mkdtemp(join(directory, DRAFT));
  try {
    const draft = await synthesize(configurationFile, scratch);
    await writeFile(join(draft, NOTE), await noteFor(sources, draft));
    await publish(draft, directory);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return { directory, tookMs: performance.now() - began };
}

/** What runs left behind that were killed while they synthesized. */
async function removeAbandoned(directory: string): Promise<void> {
  const drafts = (await readdir(directory)).filter((name) => name.startsWith(DRAFT));
  for (const draft of drafts.map((name) => join(directory, name))) {
    const changed = await stat(draft).catch(() => undefined);
    if (changed && Date.now() - changed.mtimeMs > ABANDONED_AFTER_MS)
      await rm(draft, { recursive: true, force: true });
  }
}

/** Tells too if somebody else has synthesized there since. */
async function noteFor(sources: string, directory: string): Promise<string> {
  const manifest = await readFile(join(directory, 'manifest.json')).catch(() => '');
  return `${sources} ${createHash('sha256').update(manifest).digest('hex')}\n`;
}

/** Gives the directory of the app, below `scratch`. Temporary files go there too. */
async function synthesize(configurationFile: string, scratch: string): Promise<string> {
  const [directory, temporary] = [join(scratch, 'app'), join(scratch, 'tmp')];
  await mkdir(temporary);
  const child = spawn(process.execPath, [join(root, 'infra/whole-app.ts')], {
    cwd: root,
    env: {
      ...process.env,
      AURORA_RESTORE_CONFIG: configurationFile,
      CDK_OUTDIR: directory,
      TMPDIR: temporary,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = text(child.stderr);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return directory;
  const why = reasonIn(await said);
  throw new CliError(exitCodes.unusable, `the template cannot be synthesized: ${why}`);
}

/** The message of an error that Node printed, without its stack. */
const reasonIn = (said: string): string => {
  const found = /^(?:\w*Error): ((?:.*\n)+?) {4}at /m.exec(said);
  return (found?.[1] ?? said).trim();
};

/** Moves everything over, what names the rest last. Assets are named after their content. */
async function publish(draft: string, directory: string): Promise<void> {
  const names = await readdir(draft);
  const order = (name: string) => (name.startsWith('asset.') ? 0 : name === NOTE ? 2 : 1);
  await rm(join(directory, NOTE), { force: true });
  for (const name of names.sort((a, b) => order(a) - order(b)))
    await rename(join(draft, name), join(directory, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
}
