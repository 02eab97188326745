import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { NotYet, Rejection } from '../errors.ts';
import { hasEnded, type Operation } from '../operation/operation.ts';
import type { Operations } from '../operation/operations.ts';
import { type Versioned, VersionedItem } from '../operation/versioned-item.ts';
import { targetOf } from '../step/permit.ts';
import {
  type Entry,
  emptyLine,
  type Line,
  type LineName,
  next,
  reentered,
  stand,
  type Turn,
  without,
} from './line.ts';

const entry = z.object({ operation_id: z.string(), target: z.string(), since: z.string() });
const line = z.object({ at_work: z.array(entry), waiting: z.array(entry) });

/** An item of DynamoDB holds 400 KB, an entry takes less than 200 bytes. */
const LONGEST = 1000;

/**
 * The lines of a deployment, each one item of the table `aurora-restore-resources`. Nobody has to leave
 * a line: those who are over do not count.
 */
export class Lines {
  readonly #client: DynamoDBDocumentClient;
  readonly #place: { readonly table: string; readonly region: string };
  readonly #operations: Pick<Operations, 'read'>;

  constructor(
    client: DynamoDBDocumentClient,
    place: { readonly table: string; readonly region: string },
    operations: Pick<Operations, 'read'>,
  ) {
    this.#client = client;
    this.#place = place;
    this.#operations = operations;
  }

  /** As it stands in the table: those who are over may still be in it. */
  async read(name: LineName): Promise<Line> {
    return lineIn((await this.#item(name).read()).item);
  }

  /**
   * Stands in line, and tells whether it is the operation's turn. Where another has or awaits the
   * target and the operation does not want to wait for that, it is not put into the line.
   */
  async stand(
    name: LineName,
    operation: Operation,
    { limit, awaitsTarget, now }: { limit: number; awaitsTarget: boolean; now: Date },
  ): Promise<Turn> {
    const me = entryOf(operation);
    let turn: Turn = { kind: 'at_work' };
    await this.#change(name, async (before) => {
      const stood = await this.#withoutThoseOver(name, before, now, (line) =>
        stand(line, me, limit),
      );
      turn = stood.turn;
      if (turn.kind === 'waiting' && turn.behind && !awaitsTarget) return before;
      if (turn.kind === 'waiting' && stood.line.waiting.length > LONGEST) throw tooLong(name);
      return stood.line;
    });
    return turn;
  }

  /** Who may go to work now, as far as the line knows. */
  async next(name: LineName, limit: number, now: Date): Promise<readonly Entry[]> {
    const before = await this.read(name);
    const { going } = await this.#withoutThoseOver(name, before, now, (line) => {
      const going = next(line, limit);
      return { line, going, relies_on: [...line.at_work, ...going] };
    });
    return going;
  }

  /** Takes an operation out that is over. Whoever looks later would do the same. */
  async leave(name: LineName, operationId: string, now: Date): Promise<void> {
    await this.#change(name, async (line) => {
      const rest = without(line, new Set([operationId]));
      if (rest === line) return line;
      const operation = await this.#operations.read(operationId);
      return isOver[name](operation, now) ? rest : line;
    });
  }

  /** Puts an operation to work that an operator goes on with, beyond the limit if need be. */
  async reenter(name: LineName, operation: Operation): Promise<void> {
    await this.#change(name, async (line) => reentered(line, entryOf(operation)));
  }

  /** Decides on the line as it is without those who are over, of whom only the decisive are looked at. */
  async #withoutThoseOver<T extends { relies_on: readonly Entry[] }>(
    name: LineName,
    line: Line,
    now: Date,
    decide: (line: Line) => T,
  ): Promise<T> {
    const looked = new Map<string, boolean>();
    for (;;) {
      const over = [...looked].filter(([, isOver]) => isOver).map(([id]) => id);
      const decided = decide(without(line, new Set(over)));
      const unknown = decided.relies_on.filter(({ operation_id }) => !looked.has(operation_id));
      if (unknown.length === 0) return decided;
      await Promise.all(
        unknown.map(async ({ operation_id }) => {
          const operation = await this.#operations.read(operation_id);
          looked.set(operation_id, isOver[name](operation, now));
        }),
      );
    }
  }

  async #change(name: LineName, change: (line: Line) => Promise<Line>): Promise<void> {
    const isChanged = await this.#item(name).change(async (item) => {
      const before = lineIn(item);
      const after = await change(before);
      return after === before ? undefined : { ...after };
    });
    if (!isChanged) throw new NotYet(`the line of ${name} changes all the time`, 15);
  }

  #item(name: LineName): VersionedItem {
    const { table, region } = this.#place;
    return new VersionedItem(this.#client, table, `line#${region}#${name}`);
  }
}

const lineIn = (item: Versioned['item']): Line => (item ? line.parse(item) : emptyLine);

const entryOf = (operation: Operation): Entry => ({
  operation_id: operation.operation_id,
  target: targetOf(operation),
  since: operation.start_time,
});

const isEnded = (operation: Operation | undefined, now: Date): boolean =>
  operation === undefined || hasEnded(operation, now);

/** Whether an operation has nothing more to do with a line. */
const isOver: Readonly<Record<LineName, (operation: Operation | undefined, now: Date) => boolean>> =
  {
    restores: isEnded,
    copies: (operation, now) =>
      isEnded(operation, now) || (operation !== undefined && !isCopying(operation)),
  };

/** Whether an operation stands where it makes, or awaits, its copy. */
export const isCopying = ({ step }: Pick<Operation, 'step'>): boolean =>
  step === 'copy_snapshot' || step === 'check_copy';

const tooLong = (name: LineName) =>
  new Rejection([
    { code: 'QUEUE_FULL', message: `${LONGEST} operations wait already for their ${name}` },
  ]);
