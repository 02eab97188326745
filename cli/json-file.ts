import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/**
 * What a file holds that is one JSON object; `-` is the standard input. `refuse` makes the error of what
 * is wrong with it. Its cause is a `SyntaxError` where the text is no JSON, and quotes from it.
 */
export async function readJsonObject(
  file: string,
  refuse: (why: string, cause?: Error) => Error,
): Promise<Record<string, unknown>> {
  const read = file === '-' ? text(process.stdin) : readFile(file, 'utf8');
  const content = await read.catch((cause: Error) => {
    throw refuse('cannot be read', cause);
  });
  const parsed = object.safeParse(parseJson(content, refuse));
  if (!parsed.success) throw refuse('must hold one JSON object');
  return parsed.data;
}

const object = z.record(z.string(), z.unknown());

function parseJson(content: string, refuse: (why: string, cause: Error) => Error): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw refuse('is not JSON', cause);
    throw cause;
  }
}
