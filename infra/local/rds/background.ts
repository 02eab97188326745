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
  /** Told what could not be done. */
  readonly report: ReportFailure;
  readonly #clock: Clock;
  readonly #tails = new Map<string, Promise<unknown>>();
  readonly #running = new Set<Promise<void>>();
  readonly #waiting = new Set<Waiting>();
  #closed = false;

  constructor(clock: Clock, report: ReportFailure) {
    this.#clock = clock;
    this.report = report;
  }

  start<Result>(work: Work<Result>): void {
    if (this.#closed) return;
    const running = this.#carryOut(work);
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  /**
   * Brings what is under way to its end, and what follows from that, however long it would last: what is
   * really done is done, and no time passes.
   */
  async finish(): Promise<void> {
    while (this.#running.size > 0 || this.#waiting.size > 0) {
      await Promise.all(this.#running);
      const [next] = [...this.#waiting].sort((a, b) => a.due - b.due);
      next?.end();
    }
  }

  /** Starts nothing more, and resolves once what really runs has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { cancel } of this.#waiting) cancel();
    await Promise.all(this.#running);
  }

  async #carryOut<Result>(work: Work<Result>): Promise<void> {
    const due = this.#clock.now() + work.lasting;
    let result: Result | undefined;
    try {
      result = await this.#clock.during(() => this.#inOrder(work));
    } catch (error) {
      this.report(work.what, error);
      if (!this.#closed) work.failed();
      return;
    }
    if (this.#closed) return;
    const end = () => {
      waiting.cancel();
      this.#waiting.delete(waiting);
      work.done(result);
    };
    const waiting = { due, end, cancel: this.#clock.after(due - this.#clock.now(), end) };
    this.#waiting.add(waiting);
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

/** Work that is done but for the time that it takes. */
interface Waiting {
  readonly due: number;
  readonly end: () => void;
  readonly cancel: () => void;
}
