/** The condition keys of one request, in lower case: AWS compares their names without regard to case. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

export type Matcher = (value: string, context: RequestContext) => boolean;

export interface PatternOptions {
  /** `*` and `?` stand for any characters and any one character. */
  readonly wildcards?: boolean;
  readonly ignoreCase?: boolean;
  /** `${aws:...}` is replaced by what the request says; policies of version 2012-10-17 only. */
  readonly variables?: boolean;
}

/**
 * Compiles a value of a policy. A variable's value is taken literally, wildcards in it included; a
 * variable that the request does not have, or has several times, matches nothing.
 */
export function compilePattern(text: string, options: PatternOptions): Matcher {
  const pieces = options.variables ? text.split(/\$\{([^}]*)\}/) : [text];
  if (pieces.length === 1) {
    const pattern = toRegExp(source(text, options), options);
    return (value) => pattern.test(value);
  }
  return (value, context) => {
    let pattern = '';
    for (const [index, piece] of pieces.entries()) {
      const literal = index % 2 === 1 ? resolveVariable(piece, context) : undefined;
      if (index % 2 === 1 && literal === undefined) return false;
      pattern += literal === undefined ? source(piece, options) : escapeRegExp(literal);
    }
    return toRegExp(pattern, options).test(value);
  };
}

/** `${*}`, `${?}` and `${$}` stand for the character; `${key, 'default'}` has a default. */
function resolveVariable(variable: string, context: RequestContext): string | undefined {
  if (variable === '*' || variable === '?' || variable === '$') return variable;
  const [, key = '', fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)')?\s*$/.exec(variable) ?? [];
  const values = context.get(key.toLowerCase());
  return values === undefined ? fallback : values.length === 1 ? values[0] : undefined;
}

function source(text: string, { wildcards }: PatternOptions): string {
  const escaped = escapeRegExp(text);
  return wildcards ? escaped.replaceAll('\\*', '[^]*').replaceAll('\\?', '[^]') : escaped;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function toRegExp(pattern: string, { ignoreCase }: PatternOptions): RegExp {
  return new RegExp(`^${pattern}$`, ignoreCase ? 'i' : '');
}
