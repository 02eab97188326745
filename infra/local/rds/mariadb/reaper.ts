import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Ends the servers when this program ends in any way, even killed: a shell that knows them reads a
 * pipe from us, and the system closes the pipe.
 */
export class Reaper {
  readonly #shell = spawn('sh', ['-c', SCRIPT], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });

  constructor(log: (line: string) => void) {
    const { stdin } = this.#shell;
    this.#shell.once('error', (error) => log(`Nobody ends the servers after us: ${error.message}`));
    stdin.on('error', () => undefined);
    // Neither may keep this program alive.
    this.#shell.unref();
    if (stdin instanceof Socket) stdin.unref();
  }

  watch(pid: number): void {
    this.#shell.stdin.write(`watch ${pid}\n`);
  }

  forget(pid: number): void {
    this.#shell.stdin.write(`forget ${pid}\n`);
  }

  close(): void {
    this.#shell.stdin.end();
  }
}

const SCRIPT = `
servers=
while read -r word pid
do
  others=
  for server in $servers
  do [ "$server" = "$pid" ] || others="$others $server"
  done
  servers=$others
  [ "$word" = forget ] || servers="$servers $pid"
done
[ -n "$servers" ] || exit 0
kill -CONT $servers
kill -TERM $servers
tries=0
while [ -n "$servers" ] && [ $tries -lt 50 ]
do
  sleep 0.1
  tries=$((tries + 1))
  alive=
  for server in $servers
  do kill -0 "$server" && alive="$alive $server"
  done
  servers=$alive
done
[ -z "$servers" ] || kill -KILL $servers
`;
