import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { isUnderWay, type Operation } from '../../shared/operation/operation.ts';
import { type Lock, Operations } from '../../shared/operation/operations.ts';
import {
  type Forward,
  type Tables,
  tables as tableNames,
} from '../../shared/operation/tables.fixture.ts';
import type { Message } from './queues.ts';
import { currentTask, inTurn, type Task } from './tasks.ts';
import { dynamodbInput, type Tamper } from './wire.ts';
import { ofClaimant, type Witness } from './witness.ts';

interface Surroundings {
  readonly tables: Tables;
  readonly witness: Witness;
  readonly tamper: Tamper;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

/** The tables as tasks reach them: each in its turn, with the witness looking on. */
export class WatchedTables {
  readonly operations: Operations;
  /** Each operation, and each lock, as it was after its last change. */
  readonly #items = new Map<string, Operation | Lock | undefined>();
  readonly #tables: Tables;
  readonly #witness: Witness;
  readonly #tamper: Tamper;
  readonly #now: () => Date;
  readonly #log: (line: string) => void;

  constructor({ tables, witness, tamper, now, log }: Surroundings) {
    this.#tables = tables;
    this.#witness = witness;
    this.#tamper = tamper;
    this.#now = now;
    this.#log = log;
    this.operations = new NamedOperations(
      tables.documentThrough((request, forward) => this.#carry(request, forward)),
    );
  }

  /** Changed in the table by hand. */
  async put(operation: Operation): Promise<void> {
    this.#items.set(operation.operation_id, await this.#tables.put(operation));
  }

  /** Taken away by hand. */
  async unlock(key: string): Promise<void> {
    this.#items.delete(key);
    await this.#tables.unlock(key);
  }

  /** Carries a request to the tables in its turn, and lets the witness see what it changed. */
  async #carry(request: Parameters<Forward>[0], forward: Forward): ReturnType<Forward> {
    const name = request.headers['x-amz-target']?.split('.')[1] ?? '';
    const input = dynamodbInput.parse(JSON.parse(request.body.toString()));
    const task = currentTask();
    const what = task.write;
    return await inTurn(name, async (fate) => {
      const ids = input.operationIds();
      const locked = input.locked();
      if (name === 'GetItem' || name === 'Query') {
        for (const key of [...ids, ...locked]) task.saw.set(key, this.#items.get(key));
        return await forward(request);
      }
      const body = JSON.stringify(input.tampered(what, this.#tamper));
      const answer = await forward({ ...request, body: Buffer.from(body) });
      this.#log(`  ${answer.status} ${what}`);
      if (answer.status !== 200) {
        this.#refused(what, task, ids, locked);
        return answer;
      }
      for (const id of ids) await this.#wrote(what, task, id);
      for (const key of locked) await this.#took(what, task, key);
      if (fate === 'unheard') task.saw.clear();
      const { target, operationId } = input.correlated() ?? {};
      if (target !== undefined) this.#witness.correlated(this.#items.get(target), operationId);
      return answer;
    });
  }

  async #wrote(what: string, task: Task, id: string): Promise<void> {
    const before = this.#operation(id);
    const changed = standing(task.saw.get(id)) !== standing(before);
    const after = await this.#tables.operations.read(id);
    this.#items.set(id, after);
    task.saw.set(id, after);
    if (!after) return;
    const message = task.message;
    this.#witness.wrote({
      what,
      by: task.name,
      message,
      at: message && sequenceOf(message),
      changed,
      now: this.#now(),
      before,
      after,
    });
  }

  async #took(what: string, task: Task, key: string): Promise<void> {
    const before = this.#items.get(key);
    const after = await this.#tables.lock(key);
    this.#items.set(key, after);
    task.saw.set(key, after);
    const by = after && this.#operation(after.operation_id);
    if (!by || !isLock(before) || before.operation_id === by.operation_id) return;
    const operation = this.#operation(before.operation_id);
    this.#witness.takes(what, this.#now(), { lock: before, operation }, by);
  }

  /** A write decides on what was read before it: where that has not changed, it must take place. */
  #refused(what: string, task: Task, ids: readonly string[], locked: readonly string[]): void {
    const keys = [...ids, ...locked];
    if (keys.length === 0) return;
    if (keys.some((key) => !task.saw.has(key) || task.saw.get(key) !== this.#items.get(key)))
      return;
    const [operation] = ids.map((id) => this.#operation(id));
    if (operation && !this.#mayExpect(what, task, operation)) return;
    for (const lock of locked.map((key) => this.#items.get(key))) {
      const holder = isLock(lock) && this.#operation(lock.operation_id);
      if (holder && holder !== operation && !isOver(holder, task.startedAt)) return;
    }
    this.#witness.violated(`${what} by ${task.name} was refused, though nothing had changed`);
  }

  /** Workers write also where they have lost the claim, or never looked again. */
  #mayExpect(what: string, task: Task, operation: Operation): boolean {
    const { status, sequence, claim, next_check } = operation;
    if (ofClaimant.has(what)) return status === 'in_progress' && claim?.by === task.name;
    const message = task.message;
    if (what !== 'claim' || !message) return true;
    const { checkId } = message;
    const alive = claim && Date.parse(claim.until) >= task.startedAt;
    const current = sequence === sequenceOf(message) && isUnderWay(operation) && !alive;
    return current && (checkId === undefined || checkId === next_check?.id);
  }

  #operation(id: string): Operation | undefined {
    const item = this.#items.get(id);
    return item && !isLock(item) ? item : undefined;
  }
}

/** What the watchdog goes by. */
const standing = (item: Operation | Lock | undefined): string =>
  item && !isLock(item)
    ? JSON.stringify([item.status, item.sequence, item.update_time, item.claim])
    : '';

const sequenceOf = ({ body }: Message): number => sequenced.parse(body).detail.sequence;
/** A request counts as 0. */
const sequenced = z.object({ detail: z.object({ sequence: z.int().default(0) }) });

const isLock = (item: Operation | Lock | undefined): item is Lock =>
  item !== undefined && 'since' in item;

const isOver = (operation: Operation, since: number): boolean =>
  !isUnderWay(operation) && !(operation.claim && Date.parse(operation.claim.until) >= since);

/** The operations, which tell the task what they are about to write. */
class NamedOperations extends Operations {
  constructor(document: DynamoDBDocumentClient) {
    super(document, tableNames);
  }

  override create(...given: Parameters<Operations['create']>) {
    return named('create', () => super.create(...given));
  }

  override write(...given: Parameters<Operations['write']>) {
    return named(given[1], () => super.write(...given));
  }

  override hold(...given: Parameters<Operations['hold']>) {
    return named(given[3]?.alongside?.what ?? 'hold', () => super.hold(...given));
  }

  override correlate(...given: Parameters<Operations['correlate']>) {
    return named('correlate', () => super.correlate(...given));
  }
}

async function named<T>(what: string, act: () => Promise<T>): Promise<T> {
  const task = currentTask();
  task.write = what;
  try {
    return await act();
  } finally {
    task.write = '';
  }
}
