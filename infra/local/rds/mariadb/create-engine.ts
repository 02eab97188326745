import { realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loopbackAddress } from './address.ts';
import { noteSeries } from './data-series.ts';
import { MariadbEngine } from './mariadb-engine.ts';
import { endServers } from './orphans.ts';
import { claimDirectory } from './owner.ts';
import type { MariadbProgram } from './program.ts';
import { Reaper } from './reaper.ts';
import { Store } from './store.ts';
import { ensureTemplate } from './template.ts';
import { createAuthority } from './tls/authority.ts';

export interface MariadbEngineOptions {
  readonly program: MariadbProgram;
  /** Ours alone while the engine is open. Clusters and snapshots found there are kept. */
  readonly directory: string;
  readonly log: (line: string) => void;
  /** Where a cluster's server listens: an IPv4 address of this machine. */
  readonly address?: (cluster: string) => string;
}

/**
 * Opens an engine. Servers that an earlier, killed owner left in the directory are ended first.
 *
 * @throws DirectoryInUseError
 */
export const createMariadbEngine = async ({
  program,
  directory: wanted,
  log,
  address = loopbackAddress,
}: MariadbEngineOptions): Promise<MariadbEngine> => {
  const { release } = await claimDirectory(wanted);
  try {
    // Servers are found by the path in their command line, so links must not hide it.
    const directory = await realpath(wanted);
    await endServers(directory, log);
    await noteSeries(directory, program.version);
    const authority = createAuthority();
    const caFile = join(directory, 'ca.pem');
    await writeFile(caFile, authority.certificate);
    return new MariadbEngine({
      program,
      authority,
      caFile,
      clusters: await Store.open(join(directory, 'clusters')),
      snapshots: await Store.open(join(directory, 'snapshots')),
      template: await ensureTemplate(program),
      reaper: new Reaper(log),
      address,
      log,
      release,
    });
  } catch (error) {
    await release();
    throw error;
  }
};
