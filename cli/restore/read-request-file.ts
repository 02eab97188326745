import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';

/** A file that holds a request as one JSON object; `-` is the standard input. */
export async function readRequestFile(file: string): Promise<Record<string, unknown>> {
  const refuse = (why: string, cause?: unknown) =>
    new CliError(exitCodes.unusable, `--file ${file} ${why}; nothing was sent`, { cause });
  const read = file === '-' ? text(process.stdin) : readFile(file, 'utf8');
  const content = await read.catch((cause: Error) => {
    throw refuse(`cannot be read: ${cause.message}`, cause);
  });
  const parsed = object.safeParse(parseJson(content, refuse));
  if (!parsed.success) throw refuse('must hold one JSON object');
  return parsed.data;
}

const object = z.record(z.string(), z.unknown());

function parseJson(content: string, refuse: (why: string, cause: unknown) => Error): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw refuse(`is not JSON: ${cause instanceof Error ? cause.message : cause}`, cause);
  }
}
