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

export const json = (output: Output, value: unknown): void => line(output, JSON.stringify(value));
