import type { FunctionDefinition } from './function-definition.ts';
import type { FunctionWorker } from './function-worker.ts';

export interface PoolLimits {
  /** Of one function at a time. Its reserved concurrency may be lower. */
  readonly workersPerFunction: number;
  /** Of all functions together. */
  readonly workers: number;
}

type StartWorker = (definition: FunctionDefinition, ended: () => void) => FunctionWorker;

/** One worker an invocation, kept for the next one. What does not fit waits. */
export class WorkerPool {
  readonly #limits: PoolLimits;
  readonly #start: StartWorker;
  readonly #idle: { readonly name: string; readonly worker: FunctionWorker }[] = [];
  readonly #busy = new Map<string, number>();
  readonly #onRoom = new Set<() => void>();
  readonly #living = new Set<FunctionWorker>();
  #closed = false;

  constructor(limits: PoolLimits, start: StartWorker) {
    this.#limits = limits;
    this.#start = start;
  }

  /** How many invocations of this function can run at once. */
  capacity(definition: FunctionDefinition): number {
    return Math.min(this.#limits.workersPerFunction, definition.reservedConcurrency ?? Infinity);
  }

  hasRoom(definition: FunctionDefinition): boolean {
    const busy = this.#busy.get(definition.name) ?? 0;
    return busy < this.capacity(definition) && this.running() < this.#limits.workers;
  }

  running(): number {
    return [...this.#busy.values()].reduce((sum, busy) => sum + busy, 0);
  }

  /** Calls `listener` whenever an invocation has ended. Returns what ends that. */
  onRoom(listener: () => void): () => void {
    this.#onRoom.add(listener);
    return () => this.#onRoom.delete(listener);
  }

  /** Runs `work` with a worker of its own, as soon as there is room. */
  async withWorker<T>(
    definition: FunctionDefinition,
    work: (worker: FunctionWorker) => Promise<T>,
  ): Promise<T> {
    while (!this.hasRoom(definition)) await this.#room();
    const { name } = definition;
    this.#busy.set(name, (this.#busy.get(name) ?? 0) + 1);
    try {
      const worker = this.#warm(name) ?? (await this.#cold(definition));
      const result = await work(worker);
      if (!worker.over) this.#idle.push({ name, worker });
      return result;
    } finally {
      this.#busy.set(name, (this.#busy.get(name) ?? 0) - 1);
      for (const listener of [...this.#onRoom]) listener();
    }
  }

  /** Resolves once nothing runs. */
  async drained(): Promise<void> {
    while (this.running() > 0) await this.#room();
  }

  /** Ends every worker; what they are doing fails, and so does what still waits for one. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#living].map((worker) => worker.end()));
  }

  #warm(name: string): FunctionWorker | undefined {
    const at = this.#idle.findLastIndex((idle) => idle.name === name && !idle.worker.over);
    return at < 0 ? undefined : this.#idle.splice(at, 1)[0]?.worker;
  }

  /** Ends the worker that has been idle for longest if there would be too many. */
  async #cold(definition: FunctionDefinition): Promise<FunctionWorker> {
    if (this.running() + this.#idle.length > this.#limits.workers)
      await this.#idle.shift()?.worker.end();
    const worker = this.#start(definition, () => {
      this.#living.delete(worker);
      const at = this.#idle.findIndex((idle) => idle.worker === worker);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    this.#living.add(worker);
    if (this.#closed) await worker.end();
    return worker;
  }

  async #room(): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = this.onRoom(() => {
        done();
        resolve();
      });
    });
  }
}
