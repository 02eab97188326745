import { commonFlags } from './flags.ts';
import { type MariadbProgram, programEnvironment } from './program.ts';
import { runProgram } from './run-program.ts';

/**
 * Runs SQL on data that no server has open, without any login. Every statement must end at the end of
 * a line: the server reads its input that way here.
 */
export const bootstrap = async (
  program: MariadbProgram,
  dataDirectory: string,
  sql: string,
): Promise<void> => {
  await runProgram(
    program.mariadbd,
    [...commonFlags(program, dataDirectory), '--skip-networking', '--socket=', '--bootstrap'],
    { env: programEnvironment(program), input: sql },
  );
};
