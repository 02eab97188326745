/** A string literal of SQL. Works whether or not backslashes escape, since it refuses them. */
export function literal(text: string): string {
  if (/[\\\0\n\r]/.test(text)) throw new Error('a name holds characters that no account has');
  return `'${text.replaceAll("'", "''")}'`;
}

/** An identifier of SQL. */
export const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** A schema's name as GRANT takes it: there `_` and `%` would otherwise stand for anything. */
export const schemaPattern = (schema: string): string =>
  schema.replace(/[_%]/g, (sign) => `\\${sign}`);

/**
 * An account in a statement, whatever characters it has: MySQL takes both parts as identifiers too, in
 * which nothing escapes. An empty part can only be a string.
 */
export const account = (username: string, host: string): string =>
  [username, host].map((part) => (part === '' ? "''" : quoted(part))).join('@');

/** An account as `information_schema` spells it. */
export const grantee = (username: string, host: string): string => `'${username}'@'${host}'`;
