/**
 * The time of the local environment: the machine's, plus an offset that only grows when somebody
 * steers it. Everything in `infra/local` reads its time and sets its timers here, so that a test can
 * let hours of waiting pass in milliseconds.
 */
export class Clock {
  /** One number, in milliseconds, shared with worker threads so that their `Date` agrees. */
  readonly offset = new Float64Array(new SharedArrayBuffer(8));
  readonly #timers = new Set<Timer>();
  #held = 0;
  #waiting: (() => void)[] = [];

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + (this.offset[0] ?? 0);
  }

  /** The same as a `Date`. */
  date(): Date {
    return new Date(this.now());
  }

  /** Runs `task` once `ms` milliseconds of this clock have passed. Returns what cancels it. */
  after(ms: number, task: () => void): () => void {
    const timer: Timer = { due: this.now() + Math.max(0, ms), task };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => this.#forget(timer);
  }

  /** A promise for the same. */
  async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => this.after(ms, resolve));
  }

  /** Marks work as in progress until it settles: `idle` waits for it, so no time is skipped meanwhile. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await work();
    } finally {
      this.#held -= 1;
      if (this.#held === 0) for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  /** Resolves once nothing is in progress and no timer is due. */
  async idle(): Promise<void> {
    for (;;) {
      if (this.#held > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#held === 0 && (this.next() ?? Number.POSITIVE_INFINITY) > this.now()) return;
    }
  }

  /** When the earliest timer is due; `undefined` where none is set. */
  next(): number | undefined {
    let earliest: number | undefined;
    for (const { due } of this.#timers)
      if (earliest === undefined || due < earliest) earliest = due;
    return earliest;
  }

  /** Moves time forward at once; timers that become due run in the order of their times. */
  advance(ms: number): void {
    if (this.offset[0] !== undefined) this.offset[0] += ms;
    const due = [...this.#timers]
      .filter((timer) => timer.due <= this.now())
      .sort((a, b) => a.due - b.due);
    for (const timer of due) if (this.#forget(timer)) timer.task();
    for (const timer of this.#timers) this.#arm(timer);
  }

  /** Cancels every timer. */
  stop(): void {
    for (const timer of [...this.#timers]) this.#forget(timer);
  }

  /** Sets the real timeout for what is left until the timer is due; less is left after a leap. */
  #arm(timer: Timer): void {
    clearTimeout(timer.handle);
    const wait = Math.min(Math.max(0, timer.due - this.now()), LONGEST_TIMEOUT);
    timer.handle = setTimeout(() => {
      if (timer.due > this.now()) this.#arm(timer);
      else if (this.#forget(timer)) timer.task();
    }, wait);
  }

  #forget(timer: Timer): boolean {
    clearTimeout(timer.handle);
    return this.#timers.delete(timer);
  }
}

interface Timer {
  readonly due: number;
  readonly task: () => void;
  handle?: NodeJS.Timeout;
}

/** Node fires a longer timeout at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;
