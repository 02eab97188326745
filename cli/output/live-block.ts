import type { Output } from '../terminal.ts';
import { width } from './table.ts';

/** Lines on a terminal that are written over one another. */
export class LiveBlock {
  readonly #output: Output;
  #shown = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  show(lines: readonly string[]): void {
    const columns = this.#output.columns || 80;
    const text = lines.map((line) => `${fitted(line, columns)}\n`).join('');
    this.#output.write(`${this.#back()}${text}`);
    this.#shown = lines.length;
  }

  clear(): void {
    this.#output.write(this.#back());
    this.#shown = 0;
  }

  /** To the beginning of the block, with everything behind it erased. */
  #back(): string {
    return this.#shown > 0 ? `\u001b[${this.#shown}A\u001b[J` : '';
  }
}

/** A line that wraps would take more rows than the block counts. */
function fitted(line: string, columns: number): string {
  if (width(line) <= columns) return line;
  let room = columns - 1;
  let kept = '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
  for (const [part] of line.matchAll(/\u001b\[[\d;]*m|./gsu)) {
    if (!part.startsWith('\u001b') && room-- <= 0) continue;
    kept += part;
  }
  return `${kept}…`;
}
