import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Operation } from '../operation/operation.ts';
import { Operations } from '../operation/operations.ts';

/** The call fails, or the whole function ends, or something else happens just then. */
export type Fault = 'throws' | 'dies' | (() => Promise<unknown>);

/**
 * Everything that a step does to the world has a point before and one after it. At any of them the
 * next pass may meet a fault.
 */
export class Interruptions {
  /** Every point passed so far, in order. */
  readonly points: string[] = [];
  #next: { readonly point: string; readonly fault: Fault } | undefined;
  #died = Promise.withResolvers<'died'>();

  /** Lets the next passing of this point go wrong. */
  at(point: string, fault: Fault): void {
    this.#next = { point, fault };
  }

  death(): Promise<'died'> {
    this.#died = Promise.withResolvers();
    return this.#died.promise;
  }

  async around<T>(what: string, act: () => Promise<T>): Promise<T> {
    await this.#pass(`before ${what}`);
    const result = await act();
    await this.#pass(`after ${what}`);
    return result;
  }

  async #pass(point: string): Promise<void> {
    this.points.push(point);
    if (this.#next?.point !== point) return;
    const { fault } = this.#next;
    this.#next = undefined;
    if (typeof fault === 'function') await fault();
    if (fault === 'throws') throw new Error(`interrupted ${point}`);
    if (fault !== 'dies') return;
    this.#died.resolve('died');
    await new Promise(() => {});
  }
}

export class InterruptedOperations extends Operations {
  readonly #interruptions: Interruptions;

  constructor(
    client: DynamoDBDocumentClient,
    tables: { state: string; resources: string },
    interruptions: Interruptions,
  ) {
    super(client, tables);
    this.#interruptions = interruptions;
  }

  override create(item: Operation): Promise<void> {
    return this.#interruptions.around('create', () => super.create(item));
  }

  override write(...[id, what, update]: Parameters<Operations['write']>): Promise<Operation> {
    return this.#interruptions.around(what, () => super.write(id, what, update));
  }

  override hold(...[key, id, now, options]: Parameters<Operations['hold']>): Promise<void> {
    const what = options?.alongside?.what ?? 'hold';
    return this.#interruptions.around(what, () => super.hold(key, id, now, options));
  }
}
