import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { readJsonObject } from '../json-file.ts';

/**
 * Texts of secrets by their names, of a file so that none stands on a command line: one JSON object,
 * where an object stands for its JSON. `-` is the standard input.
 */
export async function readSecrets(file: string | undefined): Promise<Record<string, string>> {
  if (file === undefined) return {};
  const refuse = (why: string, cause?: Error) => {
    const more = cause && !(cause instanceof SyntaxError) ? `: ${cause.message}` : '';
    return new CliError(exitCodes.unusable, `--secrets ${file} ${why}${more}`);
  };
  const { data, error } = secrets.safeParse(await readJsonObject(file, refuse));
  if (!error) return data;
  const names = [...new Set(error.issues.map(({ path }) => path[0]))];
  throw refuse(`must give ${names.join(', ')} as a text or an object`);
}

const secrets = z.record(
  z.string(),
  z.union([z.string(), z.record(z.string(), z.unknown()).transform((one) => JSON.stringify(one))]),
);
