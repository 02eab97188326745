/** A condition as it is sent to the tables: terms, and what is put together from them in parentheses. */
export type Expression =
  | { readonly term: string }
  | { readonly join: ' AND ' | ' OR '; readonly parts: readonly Expression[] };

/** Reads what `condition.ts` writes: `(a) AND ((b) OR (c))`. */
export function read(text: string): Expression {
  const parts = parenthesized(text);
  if (parts.length === 0) return { term: text };
  const join = text.slice((parts[0]?.length ?? 0) + 2).startsWith(' OR ') ? ' OR ' : ' AND ';
  return { join, parts: parts.map(read) };
}

/** What stands in the outermost parentheses, one after another. */
function parenthesized(text: string): string[] {
  if (!text.startsWith('(')) return [];
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [at, character] of [...text].entries()) {
    if (character === '(' && depth++ === 0) from = at + 1;
    if (character === ')' && --depth === 0) parts.push(text.slice(from, at));
  }
  return parts;
}

/** Holds always, or never. The attribute makes no difference. */
const ALWAYS = 'attribute_exists(published) OR attribute_not_exists(published)';
const NEVER = 'attribute_exists(published) AND attribute_not_exists(published)';

/** Every way to leave one part of a condition out, at whatever depth, by how people would call it. */
export function* without(
  expression: Expression,
  name: (term: string) => string,
): Generator<readonly [string, string]> {
  if ('term' in expression) {
    const { term } = expression;
    yield [name(term), `(${term}) OR ${ALWAYS}`];
    return;
  }
  const { join, parts } = expression;
  const alternatives = join === ' OR ';
  for (const [i, part] of parts.entries()) {
    const others = (text: string) =>
      parts.map((one, at) => `(${at === i ? text : write(one)})`).join(join);
    const called = write(part, name);
    if (alternatives) yield [`alternative ${called}`, others(`(${write(part)}) AND ${NEVER}`)];
    else if (!('term' in part)) yield [called, others(`(${write(part)}) OR ${ALWAYS}`)];
    if (alternatives && 'term' in part) continue;
    for (const [inner, text] of without(part, name)) yield [inner, others(text)];
  }
}

function write(expression: Expression, name = (term: string) => term): string {
  if ('term' in expression) return name(expression.term);
  return expression.parts.map((part) => `(${write(part, name)})`).join(expression.join);
}
