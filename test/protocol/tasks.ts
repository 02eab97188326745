import { AsyncLocalStorage } from 'node:async_hooks';
import type { Operation } from '../../shared/operation/operation.ts';
import type { Lock } from '../../shared/operation/operations.ts';
import type { Message } from './queues.ts';

/** How something that a task is about to do goes: as meant, not at all, or without the task hearing. */
export type Fate = 'done' | 'refused' | 'unheard';

/** A run of a function that stands still before everything it does to the world, until it is let on. */
export class Task {
  readonly name: string;
  readonly startedAt: number;
  /** When Lambda ends it, in the world's milliseconds. */
  readonly endsAt: number;
  /** What it is about to do. */
  point: string | undefined;
  over = false;
  /** What the protocol calls the write it is at, as far as it says so. */
  write = '';
  /** What it was given, where it is a delivery. */
  message: Message | undefined;
  /** What it read last of each item. */
  readonly saw = new Map<string, Operation | Lock | undefined>();
  #resume: ((fate: Fate) => void) | undefined;
  #stands = Promise.withResolvers<void>();

  constructor(name: string, startedAt: number, endsAt: number) {
    this.name = name;
    this.startedAt = startedAt;
    this.endsAt = endsAt;
  }

  /** Runs until it stands before the first thing that it does. */
  async start(run: () => Promise<void>): Promise<void> {
    void running.run(this, async () => {
      await run();
      this.over = true;
      this.#stands.resolve();
    });
    await this.#stands.promise;
  }

  /** Lets it do what it stands before, and go on to the next thing. */
  async step(fate: Fate): Promise<void> {
    const resume = this.#resume;
    this.#resume = undefined;
    this.#stands = Promise.withResolvers();
    resume?.(fate);
    await this.#stands.promise;
  }

  stand(point: string): Promise<Fate> {
    this.point = point;
    return new Promise((resume) => {
      this.#resume = resume;
      this.#stands.resolve();
    });
  }
}

const running = new AsyncLocalStorage<Task>();

/** The task in which this is called. */
export function currentTask(): Task {
  const task = running.getStore();
  if (!task) throw new Error('only tasks act on the world');
  return task;
}

/** Does something that other tasks see, once the current one is let on. */
export async function inTurn<T>(point: string, act: (fate: Fate) => Promise<T> | T): Promise<T> {
  const fate = await currentTask().stand(point);
  if (fate === 'refused') throw new Error(`${point} was refused`);
  const result = await act(fate);
  if (fate === 'unheard') throw new Error(`nothing was heard of ${point}`);
  return result;
}
