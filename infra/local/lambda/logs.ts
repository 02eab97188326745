import type { Clock } from '../clock.ts';
import type { FunctionDefinition } from './function-definition.ts';

/** One event of a function's log group. */
export interface LogLine {
  /** Milliseconds of the environment's clock. */
  readonly time: number;
  readonly logGroup: string;
  readonly functionName: string;
  /** Absent for what the code says while it is loaded. */
  readonly requestId?: string | undefined;
  readonly text: string;
}

/** The last lines of every function. */
export class Logs {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #mostLines: number;
  readonly #sink: (line: LogLine) => void;
  readonly #byFunction = new Map<string, LogLine[]>();

  constructor(
    clock: Pick<Clock, 'now'>,
    mostLines: number,
    sink: (line: LogLine) => void = () => {},
  ) {
    this.#clock = clock;
    this.#mostLines = mostLines;
    this.#sink = sink;
  }

  add(
    { name: functionName, logGroup }: Pick<FunctionDefinition, 'name' | 'logGroup'>,
    text: string,
    requestId?: string,
  ): void {
    const line = { time: this.#clock.now(), logGroup, functionName, requestId, text };
    const lines = this.#byFunction.get(functionName) ?? [];
    this.#byFunction.set(functionName, lines);
    lines.push(line);
    if (lines.length > this.#mostLines) lines.shift();
    this.#sink(line);
  }

  /** In the order of their times. */
  read(functionName?: string): readonly LogLine[] {
    if (functionName !== undefined) return [...(this.#byFunction.get(functionName) ?? [])];
    return [...this.#byFunction.values()].flat().sort((a, b) => a.time - b.time);
  }
}
