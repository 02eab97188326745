import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asScript, NO_ACCOUNTS } from './accounts.ts';
import { bootstrap } from './bootstrap.ts';
import { DATA_FLAGS } from './flags.ts';
import { ignore } from './ignore.ts';
import type { MariadbProgram } from './program.ts';

/**
 * The data of an empty server without any user, made once per version and kept. Its name tells what
 * it was made from, and it appears there only when complete.
 */
export const ensureTemplate = async (program: MariadbProgram): Promise<string> => {
  const sql = [
    'CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n',
    ...(await Promise.all(program.systemTables.map((file) => readFile(file, 'utf8')))),
    asScript(NO_ACCOUNTS),
  ].join('\n');
  const made = createHash('sha256').update(sql).update(DATA_FLAGS.join()).digest('hex');
  const templates = join(program.cacheDirectory, 'templates');
  const template = join(templates, `${program.version}-${made.slice(0, 12)}`);
  if (await exists(template)) return template;

  await mkdir(templates, { recursive: true });
  const work = await mkdtemp(join(templates, '.making-'));
  try {
    const data = join(work, 'data');
    await mkdir(data);
    await bootstrap(program, data, sql);
    // Somebody else may have been faster, with the same content.
    await rename(data, template).catch(ignore('ENOTEMPTY', 'EEXIST'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return template;
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
