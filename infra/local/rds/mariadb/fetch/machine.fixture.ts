import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What stands for a server: it tells its version. */
const serverScript = (version: string) =>
  `#!/bin/sh\necho "mariadbd  Ver ${version}-MariaDB for debian-linux-gnu on x86_64"`;

/** A machine of shell scripts: what a search finds and what apt offers is up to the test. */
export const fakeMachine = async () => {
  const root = await mkdtemp(join(tmpdir(), 'fake-machine-'));
  const bin = join(root, 'bin');
  const logged: string[] = [];
  return {
    root,
    logged,
    search: {
      cacheDirectory: join(root, 'cache'),
      folders: [],
      log: (line: string) => void logged.push(line),
      env: { PATH: bin },
    },
    async has(program: string, script: string) {
      await install(join(bin, program), script);
    },
    /** A server with its files under `prefix`. */
    async hasServer(prefix: string, version: string): Promise<string> {
      const mariadbd = join(root, prefix, 'sbin/mariadbd');
      await install(mariadbd, serverScript(version));
      for (const file of SERVER_FILES) await install(join(root, prefix, 'share/mysql', file), '');
      return mariadbd;
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
};

/** An apt that offers a server and a library which the machine lacks, and a dpkg-deb that unpacks them. */
export const apt = (version: string) => ({
  'apt-get': `
PATH=/usr/bin:/bin
for argument
do case $argument in
  update) echo 'W: another source is broken' >&2; exit 100 ;;
  install) echo 'NOTE: this is only a simulation!'
    echo 'Inst libaio1 [0.1-1] (0.3-1 Debian:12/stable [amd64])'
    echo 'Inst mariadb-server-core (1:${version} Debian:12/stable, Security:12 [amd64]) []'
    echo 'Conf libaio1 (0.3-1 Debian:12/stable [amd64])'; exit ;;
  *=*:*) printf server >'mariadb-server-core_1%3a${version}_amd64.deb' ;;
  libaio1=*) printf library >libaio1_0.3-1_amd64.deb ;;
esac done`,
  'dpkg-deb': `
PATH=/usr/bin:/bin
case $2 in *libaio1*) mkdir -p "$3/usr/lib/x86_64-linux-gnu"; exit ;; esac
mkdir -p "$3/usr/sbin" "$3/usr/share/mysql/english" "$3/usr/share/mysql/charsets"
cat >"$3/usr/sbin/mariadbd" <<'END'
${serverScript(version)}
END
chmod +x "$3/usr/sbin/mariadbd"
cd "$3/usr/share/mysql" && touch ${SERVER_FILES.join(' ')}`,
});

const SERVER_FILES = [
  'english/errmsg.sys',
  'charsets/Index.xml',
  'mysql_system_tables.sql',
  'mysql_performance_tables.sql',
  'mysql_system_tables_data.sql',
];

const install = async (file: string, content: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content.startsWith('#!') ? content : `#!/bin/sh\n${content}`);
  await chmod(file, 0o755);
};
