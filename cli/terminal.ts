/** Where text goes. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** What a command sees of the world around it. */
export interface Terminal {
  /** Results. */
  readonly out: Output;
  /** Progress and errors. */
  readonly err: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From the first call on, an interrupt aborts this signal instead of ending the program. */
  interruption(): AbortSignal;
  /** Asks the person at the terminal; absent where nobody is there to answer. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

export const line = (output: Output, text = ''): void => {
  output.write(`${text}\n`);
};

/** One line of JSON that every reader takes: half a surrogate pair, which a request may hold, is none. */
export const json = (output: Output, value: unknown): void =>
  line(output, JSON.stringify(wellFormed(value)));

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]),
  );
}
