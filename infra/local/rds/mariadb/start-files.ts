import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asScript, engineAccount } from './accounts.ts';
import { REPLICATION_PROCEDURES } from './replication.ts';
import type { ServerOptions } from './start-server.ts';

/** What one start of a server needs. Lies beside its data, so that no copy of the data has it. */
export const writeStartFiles = async (
  { authority, directory, address }: Pick<ServerOptions, 'authority' | 'directory' | 'address'>,
  password: string,
) => {
  const { key, certificate } = authority.issue(address);
  const at = (name: string) => join(directory, name);
  const files = { log: at('error.log'), init: at('init.sql'), temporary: at('tmp') };
  await rm(files.temporary, { recursive: true, force: true });
  await mkdir(files.temporary);
  await writeFile(at('key.pem'), key, { mode: 0o600 });
  await writeFile(at('certificate.pem'), certificate);
  const sql = asScript([...engineAccount(password), ...REPLICATION_PROCEDURES]);
  await writeFile(files.init, sql, { mode: 0o600 });
  const flags = [
    `--tmpdir=${files.temporary}`,
    `--pid-file=${at('server.pid')}`,
    `--ssl-key=${at('key.pem')}`,
    `--ssl-cert=${at('certificate.pem')}`,
    // Carried out before the first login, whatever accounts the data have.
    `--init-file=${files.init}`,
  ];
  return { files, flags };
};
