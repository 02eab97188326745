export interface Statement {
  /** Without the delimiter, and without comments before it. */
  readonly sql: string;
  /** Where it begins, counted from 1. */
  readonly line: number;
}

/** SQL that ends within something that must be closed. */
export class UnterminatedSqlError extends Error {
  readonly code = 'UNTERMINATED_SQL';
  /** Where that begins. */
  readonly line: number;
  constructor(what: string, line: number) {
    super(`The ${what} that begins on line ${line} is never closed`);
    this.name = 'UnterminatedSqlError';
    this.line = line;
  }
}

/**
 * Splits a MySQL script into statements the way the `mysql` client does: delimiters in strings, quoted
 * names and comments do not count, `DELIMITER` changes the delimiter, and what is written as a comment
 * for the server to execute stays. The body of a trigger or routine needs a delimiter of its own.
 *
 * Assumes that backslashes escape, as they do unless `sql_mode` says otherwise. Statements come as they
 * are found: those before an error have been given when it is thrown.
 *
 * @throws UnterminatedSqlError
 */
export function* splitStatements(script: string): Generator<Statement> {
  const lineAt = lineCounter(script);
  let tokens = tokensWith(';');
  let position = 0;
  /** Where the statement in hand begins; before it there are only spaces and comments. */
  let start: number | undefined;
  /** Where a comment that is executed begins, while it is open. */
  let executed: number | undefined;

  while (position < script.length) {
    if (start === undefined) {
      position = find(/\S|$/g, script, position)?.index ?? position;
      const [line, delimiter] = delimiterLine(script, position);
      if (line && delimiter) {
        tokens = tokensWith(delimiter);
        position += line.length;
        continue;
      }
    }

    const found = find(tokens, script, position);
    const next = found?.index ?? script.length;
    if (position < next) start ??= position;
    if (!found) break;

    const kind = KINDS[found[0]] ?? 'delimiter';
    position = next + found[0].length;
    if (kind === 'delimiter') {
      if (executed !== undefined) continue;
      if (start !== undefined)
        yield { sql: script.slice(start, next).trimEnd(), line: lineAt(start) };
      start = undefined;
      continue;
    }
    if (kind !== 'comment' && kind !== 'line comment') start ??= next;
    if (kind === 'executed comment') executed ??= next;
    else if (kind === 'end of comment') {
      // Outside of one it is a star, and perhaps the beginning of another comment: 2*/* two */3
      if (executed === undefined) position = next + 1;
      executed = undefined;
    } else position = endOf(kind, script, position) ?? unterminated(kind, lineAt(next));
  }

  if (executed !== undefined) unterminated('comment', lineAt(executed));
  if (start !== undefined) yield { sql: script.slice(start).trimEnd(), line: lineAt(start) };
}

type Closable = 'comment' | 'line comment' | 'string' | 'quoted string' | 'quoted name';
type Kind = Closable | 'executed comment' | 'end of comment';

const KINDS: Readonly<Record<string, Kind>> = {
  '--': 'line comment',
  '#': 'line comment',
  '/*!': 'executed comment',
  '/*M!': 'executed comment',
  '/*': 'comment',
  '*/': 'end of comment',
  "'": 'string',
  '"': 'quoted string',
  '`': 'quoted name',
};

/** Finds whatever is not plain text. Two dashes begin a comment only before a space. */
const tokensWith = (delimiter: string): RegExp => {
  const literally = delimiter.replace(/\W/g, '\\$&');
  return new RegExp(`${literally}|--(?=[\\s\\0-\\x1f]|$)|#|/\\*M?!|/\\*|\\*/|['"\`]`, 'g');
};

/** What changes the delimiter, and the new one; nothing if a statement begins here. */
const delimiterLine = (script: string, from: number) => {
  const [line, delimiter] = find(/delimiter[ \t]+(\S+).*/iy, script, from) ?? [];
  return [line, delimiter] as const;
};

/** Where the thing ends whose opening token was read up to `from`; `undefined` if nowhere. */
const endOf = (kind: Closable, script: string, from: number): number | undefined => {
  const closing = CLOSING[kind];
  let found = find(closing, script, from);
  while (found?.[0].startsWith('\\')) found = closing.exec(script);
  return found ? closing.lastIndex : undefined;
};

/** A doubled quote needs no care: it reads as the end of one string and the beginning of the next. */
const CLOSING: Readonly<Record<Closable, RegExp>> = {
  comment: /\*\//g,
  'line comment': /\n|$/g,
  string: /\\.|'/gs,
  'quoted string': /\\.|"/gs,
  'quoted name': /`/g,
};

const find = (pattern: RegExp, script: string, from: number): RegExpExecArray | null => {
  pattern.lastIndex = from;
  return pattern.exec(script);
};

const unterminated = (what: string, line: number): never => {
  throw new UnterminatedSqlError(what, line);
};

/** Counts on from the last place asked for, so that asking for many in order reads the text once. */
const lineCounter = (script: string) => {
  let line = 1;
  let counted = 0;
  return (position: number): number => {
    for (let end = script.indexOf('\n', counted); end >= 0 && end < position; ) {
      line += 1;
      counted = end + 1;
      end = script.indexOf('\n', counted);
    }
    return line;
  };
};
