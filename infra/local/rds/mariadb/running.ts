import { readdir, readFile } from 'node:fs/promises';
import { runProgram } from './run-program.ts';

/**
 * Tells a running program from a later one with the same id: when it started, in the system's own
 * words. `undefined` once it has ended, even if nobody has collected it yet.
 */
export const startOf = async (pid: number): Promise<string | undefined> => {
  if (process.platform !== 'linux') {
    const said = await runProgram('ps', ['-o', 'state=,lstart=', '-p', `${pid}`]).catch(() => '');
    const [state = 'Z', ...started] = said.trim().split(/\s+/);
    return state.startsWith('Z') || started.length === 0 ? undefined : started.join(' ');
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the name in brackets and may hold anything; state and start are the 3rd and 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
};

/** The ids of the servers whose data lie under the directory, whoever started them. */
export const serversUnder = async (directory: string): Promise<number[]> => {
  const holds = `--datadir=${directory}/`;
  if (process.platform !== 'linux') {
    const lines = (await runProgram('ps', ['-axww', '-o', 'pid=,command='])).split('\n');
    return lines
      .filter((line) => line.includes(` ${holds}`))
      .map((line) => Number.parseInt(line, 10));
  }
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.split('\0').some((argument) => argument.startsWith(holds))) found.push(Number(pid));
  }
  return found;
};
