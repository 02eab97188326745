import type { Clock } from '../clock.ts';

/** Work that goes on after the call that asked for it was answered. */
export interface Work<Result> {
  /** In words, for the report of a failure. */
  readonly what: string;
  /** The keys of the data it touches. Work on the same data runs in the order in which it was asked for. */
  readonly on: readonly string[];
  /** What is really done; nothing where only time passes. */
  readonly run?: () => Promise<Result>;
  /** Milliseconds that have to pass in all. */
  readonly lasting: number;
  readonly done: (result: Result | undefined) => void;
  readonly failed: () => void;
}

export type ReportFailure = (what: string, error: unknown) => void;

/** Runs work, and lets the time go by that such work takes on AWS. */
export class Background {
  readonly #clock: Clock;
  readonly #report: ReportFailure;
  readonly #tails = new Map<string, Promise<unknown>>();
  readonly #running = new Set<Promise<void>>();
  readonly #waiting = new Set<() => void>();
  #closed = false;

  constructor(clock: Clock, report: ReportFailure) {
    this.#clock = clock;
    this.#report = report;
  }

  start<Result>(work: Work<Result>): void {
    if (this.#closed) return;
    const running = this.#carryOut(work);
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  /** Starts nothing more, and resolves once what really runs has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#waiting) cancel();
    await Promise.all(this.#running);
  }

  async #carryOut<Result>(work: Work<Result>): Promise<void> {
    const due = this.#clock.now() + work.lasting;
    let result: Result | undefined;
    try {
      result = await this.#clock.during(() => this.#inOrder(work));
    } catch (error) {
      this.#report(work.what, error);
      if (!this.#closed) work.failed();
      return;
    }
    if (this.#closed) return;
    const cancel = this.#clock.after(due - this.#clock.now(), () => {
      this.#waiting.delete(cancel);
      work.done(result);
    });
    this.#waiting.add(cancel);
  }

  #inOrder<Result>({ on, run }: Work<Result>): Promise<Result | undefined> {
    const before = Promise.all(on.map((key) => this.#tails.get(key)));
    const work = before.then(() => run?.());
    const tail = work.catch(() => undefined);
    for (const key of on) this.#tails.set(key, tail);
    void tail.then(() => {
      for (const key of on) if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    return work;
  }
}
