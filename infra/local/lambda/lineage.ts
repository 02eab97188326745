import { createHash } from 'node:crypto';

/**
 * Lambda counts in the tracing header how often each function ran in one chain of messages, and stops a
 * function that feeds itself before its 17th run.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
const MOST_RUNS = 16;

/** Of a function, by its lineage hash: how many runs lie before this one. */
export type Lineage = ReadonlyMap<string, number>;

/** Of the headers that a batch came with, the highest count of each function. */
export function lineageOf(headers: readonly (string | undefined)[]): Lineage {
  const lineage = new Map<string, number>();
  for (const header of headers)
    for (const [, hash = '', count] of (field(header, 'Lineage') ?? '').matchAll(/(\w+):(\d+)/g))
      lineage.set(hash, Math.max(lineage.get(hash) ?? 0, Number(count)));
  return lineage;
}

export function isLoop(functionArn: string, header: string | undefined): boolean {
  return runsBefore(functionArn, lineageOf([header])) >= MOST_RUNS;
}

/** The header that goes with everything that this run of the function sends. */
export function traceHeader(
  functionArn: string,
  headers: readonly (string | undefined)[],
  now: number,
  uuid: () => string,
): string {
  const lineage = new Map(lineageOf(headers));
  lineage.set(lineageHash(functionArn), runsBefore(functionArn, lineage));
  const root = field(headers[0], 'Root') ?? newRoot(now, hex(uuid, 24));
  const counts = [...lineage].map(([hash, count]) => `${hash}:${count}`).join('|');
  return `Root=${root};Parent=${hex(uuid, 16)};Sampled=0;Lineage=${counts}`;
}

function runsBefore(functionArn: string, lineage: Lineage): number {
  const before = lineage.get(lineageHash(functionArn));
  return before === undefined ? 0 : before + 1;
}

function lineageHash(functionArn: string): string {
  return createHash('sha256').update(functionArn).digest('hex').slice(0, 8);
}

function newRoot(now: number, unique: string): string {
  const seconds = Math.floor(now / 1000).toString(16);
  return `1-${seconds.padStart(8, '0')}-${unique}`;
}

function hex(uuid: () => string, digits: number): string {
  return uuid().replaceAll('-', '').slice(0, digits);
}

function field(header: string | undefined, name: string): string | undefined {
  const prefix = `${name}=`;
  return header
    ?.split(';')
    .find((part) => part.startsWith(prefix))
    ?.slice(prefix.length);
}
