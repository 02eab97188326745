import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { readJsonObject } from '../json-file.ts';

/** A file that holds a request as one JSON object; `-` is the standard input. */
export const readRequestFile = (file: string): Promise<Record<string, unknown>> =>
  readJsonObject(file, (why, cause) => {
    const more = cause ? `: ${cause.message}` : '';
    return new CliError(exitCodes.unusable, `--file ${file} ${why}${more}; nothing was sent`, {
      cause,
    });
  });
