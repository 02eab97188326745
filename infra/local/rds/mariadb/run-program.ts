import { execFile } from 'node:child_process';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Runs a program to its end. Rejects with what it said if it fails. */
export const runProgram = (
  file: string,
  args: readonly string[],
  options: {
    readonly env?: Environment;
    readonly cwd?: string;
    readonly input?: string;
  } = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const { input, ...rest } = options;
    const child = execFile(
      file,
      args,
      { ...rest, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error) reject(new ProgramFailed(file, `${stderr}`.trim() || error.message));
        else resolve(`${stdout}`);
      },
    );
    // A program that ends before it has read everything says why itself.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });

export class ProgramFailed extends Error {
  readonly said: string;
  constructor(file: string, said: string) {
    super(`${file} failed: ${said.slice(-2000)}`);
    this.name = 'ProgramFailed';
    this.said = said;
  }
}
