import type { MariadbProgram } from './program.ts';

/**
 * What every start on the same data must agree on, and what makes a server small: about 30 MB of
 * memory of its own. The first three alone save 43 MB.
 */
export const commonFlags = (program: MariadbProgram, dataDirectory: string): string[] => [
  '--no-defaults',
  // As root the server refuses to run otherwise.
  ...(process.getuid?.() === 0 ? ['--user=root'] : []),
  ...(program.baseDirectory ? [`--basedir=${program.baseDirectory}`] : []),
  `--datadir=${dataDirectory}`,
  `--lc-messages-dir=${program.messagesDirectory}`,
  `--character-sets-dir=${program.charsetsDirectory}`,
  ...DATA_FLAGS,
];

export const DATA_FLAGS = [
  '--key-buffer-size=16K',
  '--aria-pagecache-buffer-size=128K',
  '--innodb-log-buffer-size=2M',
  '--innodb-buffer-pool-size=16M',
  '--loose-innodb-buffer-pool-size-max=64M',
  '--innodb-log-file-size=16M',
  '--innodb-data-file-path=ibdata1:2M:autoextend',
  '--innodb-autoextend-increment=1',
  '--innodb-temp-data-file-path=ibtmp1:2M:autoextend',
  '--performance-schema=OFF',
  // All writing is done by threads, so that a stopped server has no write in flight (see copy-data).
  '--skip-innodb-use-native-aio',
  // Data survive the death of the server, not that of the machine: nobody waits for disks.
  '--loose-debug-no-sync',
  '--loose-innodb-flush-method=fsync',
  '--loose-innodb-log-file-buffering',
];

/** As on Aurora MySQL, where MariaDB's own defaults differ. */
export const SERVICE_FLAGS = [
  '--require-secure-transport=ON',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_general_ci',
  '--default-time-zone=+00:00',
  '--max-allowed-packet=64M',
  '--local-infile=OFF',
  '--skip-name-resolve',
  '--max-connections=50',
  // No socket file: its path would have to be shorter than 108 characters.
  '--socket=',
];
