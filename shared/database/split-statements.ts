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
  /** Where the statement in hand begins; before that there are only spaces and comments. */
  let start: number | undefined;
  /** Where an executed comment begins that is still open. */
  let executed: number | undefined;

  while (position < script.length) {
    if (start === undefined) {
      position = endOf(SPACES, script, position) ?? position;
      const change = at(DELIMITER, script, position);
      if (change?.[1]) {
        tokens = tokensWith(change[1]);
        position += change[0].length;
        continue;
      }
    }

    tokens.lastIndex = position;
    const found = tokens.exec(script);
    const next = found?.index ?? script.length;
    if (position < next) start ??= position;
    if (!found) break;

    const token = found[0];
    const kind = kindOf(token);
    position = next + token.length;
    switch (kind) {
      case 'delimiter':
        if (executed !== undefined) break;
        if (start !== undefined) yield { sql: text(script, start, next), line: lineAt(start) };
        start = undefined;
        break;
      case 'line comment':
        position = endOf(REST_OF_LINE, script, position) ?? script.length;
        break;
      case 'executed comment':
        start ??= next;
        executed ??= next;
        break;
      case 'end of comment':
        start ??= next;
        executed = undefined;
        break;
      default:
        if (kind !== 'comment') start ??= next;
        position = endOf(CLOSED_BY[kind], script, position) ?? unterminated(kind, lineAt(next));
    }
  }

  if (executed !== undefined) unterminated('comment', lineAt(executed));
  if (start !== undefined) yield { sql: text(script, start), line: lineAt(start) };
}

type Quoted = 'comment' | 'string' | 'quoted string' | 'quoted name';
type Kind = Quoted | 'delimiter' | 'line comment' | 'executed comment' | 'end of comment';

/** Finds whatever is not plain text. Two dashes begin a comment only before a space. */
const tokensWith = (delimiter: string): RegExp => {
  const literally = delimiter.replace(/[^\w]/g, '\\$&');
  return new RegExp(`${literally}|--(?=[\\s\\0-\\x1f]|$)|#|/\\*M?!|/\\*|\\*/|['"\`]`, 'g');
};

const kindOf = (token: string): Kind => KINDS[token] ?? 'delimiter';

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

/** A doubled quote needs no care: it reads as the end of one string and the beginning of the next. */
const CLOSED_BY: Readonly<Record<Quoted, RegExp>> = {
  comment: /\*\//g,
  string: /\\[^]|'/g,
  'quoted string': /\\[^]|"/g,
  'quoted name': /`/g,
};
