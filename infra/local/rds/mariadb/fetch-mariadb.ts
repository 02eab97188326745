import { ensureMariadb } from './fetch/ensure-mariadb.ts';
import { MariadbUnavailableError } from './fetch/unavailable.ts';

// Makes sure that this machine has a MariaDB server, before tests that must not need the network.
try {
  const { mariadbd, version } = await ensureMariadb({ log: console.error });
  console.log(`MariaDB ${version}: ${mariadbd}`);
} catch (error) {
  if (!(error instanceof MariadbUnavailableError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
