/**
 * Conditions and updates of DynamoDB as values, with paths as `claim.until`. Attribute names and
 * values are always passed aside, so that no word is reserved and no value is spliced in.
 */
export type Condition = (terms: Terms) => string;

export const equals =
  (path: string, value: unknown): Condition =>
  (terms) =>
    `${terms.name(path)} = ${terms.value(value)}`;

export const before =
  (path: string, value: string): Condition =>
  (terms) =>
    `${terms.name(path)} < ${terms.value(value)}`;

export const exists =
  (path: string): Condition =>
  (terms) =>
    `attribute_exists(${terms.name(path)})`;

export const absent =
  (path: string): Condition =>
  (terms) =>
    `attribute_not_exists(${terms.name(path)})`;

export const oneOf =
  (path: string, values: readonly unknown[]): Condition =>
  (terms) =>
    `${terms.name(path)} IN (${values.map((value) => terms.value(value)).join(', ')})`;

export const all =
  (...conditions: readonly Condition[]): Condition =>
  (terms) =>
    conditions.map((condition) => `(${condition(terms)})`).join(' AND ');

export const any =
  (...conditions: readonly Condition[]): Condition =>
  (terms) =>
    conditions.map((condition) => `(${condition(terms)})`).join(' OR ');

export interface Update {
  /** New values by path; `undefined` removes the attribute. */
  readonly set: Readonly<Record<string, unknown>>;
  readonly when: Condition;
}

/** The parameters that DynamoDB's UpdateItem and a transaction's Update take for this. */
export function updateExpression({ set, when }: Update) {
  const terms = new Terms();
  const entries = Object.entries(set);
  const setting = entries
    .filter(([, value]) => value !== undefined)
    .map(([path, value]) => `${terms.name(path)} = ${terms.value(value)}`);
  const removing = entries
    .filter(([, value]) => value === undefined)
    .map(([path]) => terms.name(path));
  return {
    UpdateExpression: [
      ...(setting.length > 0 ? [`SET ${setting.join(', ')}`] : []),
      ...(removing.length > 0 ? [`REMOVE ${removing.join(', ')}`] : []),
    ].join(' '),
    ...conditionExpression(when, terms),
  };
}

/** The parameters that a conditional call takes. */
export function conditionExpression(when: Condition, terms = new Terms()) {
  const ConditionExpression = when(terms);
  return { ConditionExpression, ...terms.attributes() };
}

class Terms {
  readonly #names = new Map<string, string>();
  readonly #values: Record<string, unknown> = {};

  name(path: string): string {
    return path
      .split('.')
      .map((part) => {
        const alias = this.#names.get(part) ?? `#n${this.#names.size}`;
        this.#names.set(part, alias);
        return alias;
      })
      .join('.');
  }

  value(value: unknown): string {
    const alias = `:v${Object.keys(this.#values).length}`;
    this.#values[alias] = value;
    return alias;
  }

  attributes() {
    return {
      ...(this.#names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries(
          [...this.#names].map(([name, alias]) => [alias, name]),
        ),
      }),
      ...(Object.keys(this.#values).length > 0 && { ExpressionAttributeValues: this.#values }),
    };
  }
}
