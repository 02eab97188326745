import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ignore } from '../ignore.ts';
import type { MariadbProgram } from '../program.ts';
import { type Environment, runProgram } from '../run-program.ts';
import { Apt, type AptPackage } from './apt.ts';
import { type Manifest, openCached } from './cache.ts';
import { checkPin } from './pinned.ts';

/**
 * Downloads and unpacks the server, and the libraries that this machine lacks, as an ordinary user.
 * Everything happens under a temporary name, so two at once do the work twice and the first wins.
 */
export const fetchPackages = async (
  cacheDirectory: string,
  env: Environment,
): Promise<MariadbProgram> => {
  await mkdir(cacheDirectory, { recursive: true });
  const work = await mkdtemp(join(cacheDirectory, '.fetch-'));
  try {
    const apt = new Apt(work, env);
    const { server, packages } = await choosePackages(apt);
    const complete = join(work, 'complete');
    const manifest: Manifest = {
      version: server.version.replace(/^\d+:/, ''),
      architecture: server.architecture,
      packages: await unpack(await apt.download(packages), join(complete, 'root'), env),
    };
    await writeFile(join(complete, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);

    const name = `${manifest.version}-${manifest.architecture}`;
    return await publish(complete, cacheDirectory, name, join(work, 'replaced'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

/** Debian 12 and Ubuntu 24.04 have the first; their predecessors put the series into the name. */
const serverPackages = [
  'mariadb-server-core',
  'mariadb-server-core-10.6',
  'mariadb-server-core-10.5',
];

const choosePackages = async (apt: Apt) => {
  const complaints = [await apt.update()];
  for (const name of serverPackages) {
    const packages = await apt.lacking(name).catch((error: Error): AptPackage[] => {
      complaints.push(error.message);
      return [];
    });
    const server = packages.find((candidate) => candidate.name === name);
    if (server) return { server, packages };
  }
  throw new Error(complaints.filter(Boolean).join('\n') || 'apt offers no MariaDB server');
};

const unpack = async (
  files: ReadonlyMap<AptPackage, string>,
  root: string,
  env: Environment,
): Promise<Manifest['packages']> => {
  const unpacked: Manifest['packages'] = [];
  for (const [packaged, file] of files) {
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    const pinned = checkPin(packaged, sha256);
    await mkdir(root, { recursive: true });
    await runProgram('dpkg-deb', ['--extract', file, root], { env });
    unpacked.push({ ...packaged, sha256, pinned });
  }
  return unpacked;
};

/** Gives the folder its name, unless somebody was faster and theirs works as well. */
const publish = async (
  complete: string,
  cacheDirectory: string,
  name: string,
  aside: string,
): Promise<MariadbProgram> => {
  const final = join(cacheDirectory, name);
  const existing = await openCached(cacheDirectory, name).catch(() =>
    rename(final, aside).catch(ignore('ENOENT')),
  );
  if (existing) return existing;
  await rename(complete, final).catch(ignore('ENOTEMPTY', 'EEXIST'));
  const program = await openCached(cacheDirectory, name);
  if (!program) throw new Error(`${final} is not a fetched MariaDB server: remove it`);
  return program;
};
