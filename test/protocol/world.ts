import { RestoreRequested, type Stage } from '../../events/index.ts';
import { watchdog } from '../../services/watchdog/watchdog.ts';
import { Rejection, StepFailure } from '../../shared/errors.ts';
import type { Operation, OutgoingEvent } from '../../shared/operation/operation.ts';
import { HeldByAnother, type Operations } from '../../shared/operation/operations.ts';
import { operator } from '../../shared/operation/operator.ts';
import { REGION, type Tables } from '../../shared/operation/tables.fixture.ts';
import { type Answer, checkAgain, done } from '../../shared/step/answer.ts';
import { readDelivery } from '../../shared/step/delivery.ts';
import { handler } from '../../shared/step/handle.ts';
import { targetOf } from '../../shared/step/permit.ts';
import { busEventWith, recordWith } from '../../shared/step/record.fixture.ts';
import type { Report, Runtime } from '../../shared/step/runtime.ts';
import type { StepInput } from '../../shared/step/work.ts';
import { choreography } from './choreography.ts';
import { MAX_RECEIVES, type Message, Queues } from './queues.ts';
import { currentTask, inTurn, Task } from './tasks.ts';
import { WatchedTables } from './watched-tables.ts';
import type { Tamper } from './wire.ts';
import { final, Witness } from './witness.ts';

const TIMEOUT_MS = 60_000;
export const START = Date.parse('2026-03-01T12:00:00.000Z');

/** How a run of a business function ends. */
export type Ending = 'done' | 'waits' | 'queues' | 'fails' | 'throws' | 'rejects';

/** What chance decides in the middle of things. */
export interface Chances {
  ending(stage: Stage): Ending;
  /** After how many seconds each copy of a published event arrives. */
  arrivals(): readonly number[];
}

/** Queues, a bus and a clock around the real tables, and the pipeline's own code at work on them. */
export class World {
  readonly witness = new Witness();
  readonly queues = new Queues();
  readonly requested = new Set<string>();
  /** Operations that were over until somebody set their status by hand: nobody promises them anything. */
  readonly revived = new Set<string>();
  /** What happened, for people. */
  readonly log: string[] = [];
  tasks: Task[] = [];
  readonly watchdogs = new WeakSet<Task>();
  time = START;
  readonly now = () => new Date(this.time);
  readonly #newId = () => `id-${++this.#ids}`;
  readonly #tables: Tables;
  readonly #chances: Chances;
  readonly #watched: WatchedTables;
  readonly #operations: Operations;
  readonly #handlers: ReadonlyMap<Stage, ReturnType<typeof handler>>;
  readonly #watchdog: ReturnType<typeof watchdog>;
  readonly #operator: ReturnType<typeof operator>;
  #ids = 0;

  constructor(tables: Tables, chances: Chances, tamper: Tamper = ({ expression }) => expression) {
    this.#tables = tables;
    this.#chances = chances;
    const { witness, now } = this;
    const log = (line: string) => void this.log.push(line);
    this.#watched = new WatchedTables({ tables, witness, tamper, now, log });
    this.#operations = this.#watched.operations;
    this.#handlers = new Map(
      choreography.map(({ contract, says }) => {
        const { stage } = contract;
        const business = (input: StepInput<never>) =>
          this.#work(stage, input, () => done(says.with({})));
        return [stage, handler(contract, business, this.#runtime(stage))];
      }),
    );
    const common = {
      operations: this.#operations,
      publish: (events: readonly OutgoingEvent[]) => this.#publish(events),
      region: REGION,
      now: this.now,
      newId: this.#newId,
    };
    this.#operator = operator(common);
    this.#watchdog = watchdog({
      ...common,
      send: (stage, event, checkId) => this.#send(stage, event, { checkId }),
      deadLetterQueue: (stage) => `${stage}-dlq`,
      deadRequests: () => inTurn('look at dead letters', () => this.#deadRequests()),
      deadlineMinutes: {},
    });
  }

  #runtime(stage: Stage): Runtime {
    return {
      operations: this.#operations,
      publish: (events) => this.#publish(events),
      sendToSelf: (event, checkId, delaySeconds) =>
        this.#send(stage, event, { checkId, delaySeconds }),
      region: REGION,
      deadLetterQueue: `${stage}-dlq`,
      maxReceives: MAX_RECEIVES,
      deadlineMinutes: {},
      longestQueuedMinutes: 600,
      reenter: async () => undefined,
      now: this.now,
      newId: this.#newId,
      report: silent,
    };
  }

  /** Somebody asks for a restore. */
  request(operation_id: string, target_cluster_id: string): void {
    this.requested.add(operation_id);
    const detail = { operation_id, target_cluster_id, snapshot_name: 'nightly' };
    const { source, name } = RestoreRequested;
    const body = busEventWith({
      id: `request-of-${operation_id}`,
      source,
      'detail-type': name,
      detail,
    });
    this.log.push(`${operation_id} is asked for, on ${target_cluster_id}`);
    const arrivals = this.#chances.arrivals();
    for (const delaySeconds of arrivals.length > 0 ? arrivals : [0])
      this.queues.send('check_snapshot', body, this.time, { delaySeconds });
  }

  /** Gives a message to the function that serves its queue. */
  async deliver(message: Message): Promise<Task | undefined> {
    const given = this.queues.receive(message, this.time);
    const handle = this.#handlers.get(message.stage);
    if (!given || !handle) return undefined;
    const task = this.#task(message.stage, TIMEOUT_MS);
    this.log.push(`${task.name} is given ${given.messageId}, ${given.checkId ?? 'its event'}`);
    const delivery = readDelivery(
      recordWith(given.body, { ...given, sentAt: new Date(given.sentAt) }),
    );
    task.message = given;
    return await this.#run(task, async () => {
      const outcome = await handle(delivery, {
        requestId: task.name,
        endsAt: new Date(task.endsAt),
      });
      await inTurn('answer', () => {
        if ('acknowledge' in outcome) this.queues.delete(given);
        else this.queues.hide(given, this.time + outcome.retryAfterSeconds * 1000);
      });
    });
  }

  async watch(): Promise<Task> {
    const task = this.#task('watchdog', TIMEOUT_MS);
    this.watchdogs.add(task);
    return await this.#run(task, () => this.#watchdog(silent));
  }

  /** An operator starts again from a stage. */
  async replay(operationId: string, stage: Stage): Promise<Task> {
    return await this.#run(this.#atTerminal(), async () => {
      await this.#operator.replay(operationId, stage);
    });
  }

  async cancel(operationId: string): Promise<Task> {
    return await this.#run(this.#atTerminal(), async () => {
      await this.#operator.cancel(operationId);
    });
  }

  #task(of: string, timeoutMs: number): Task {
    return new Task(`${of}-${this.#newId()}`, this.time, this.time + timeoutMs);
  }

  #atTerminal(): Task {
    return this.#task('operator', Number.POSITIVE_INFINITY);
  }

  async #run(task: Task, run: () => Promise<void>): Promise<Task> {
    this.tasks.push(task);
    await task.start(() => run().catch((error) => void this.log.push(`${task.name}: ${error}`)));
    this.#sweepUp();
    return task;
  }

  async step(task: Task, fate: 'done' | 'refused' | 'unheard'): Promise<void> {
    this.log.push(`${task.name}: ${task.write} ${task.point} is ${fate}`);
    await task.step(fate);
    this.#sweepUp();
  }

  kill(task: Task): void {
    this.log.push(`${task.name} dies before ${task.point}`);
    this.tasks = this.tasks.filter((one) => one !== task);
  }

  #sweepUp(): void {
    this.tasks = this.tasks.filter(({ over }) => !over);
  }

  advance(seconds: number): void {
    this.time += seconds * 1000;
    this.log.push(`${seconds} seconds later: ${this.now().toISOString()}`);
  }

  /** Somebody who knows better changes the status in the table itself, maybe of what was over. */
  async setByHand(operationId: string, status: Operation['status']): Promise<void> {
    const operation = await this.read(operationId);
    if (!operation) return;
    if (final.has(operation.status)) this.revived.add(operationId);
    this.log.push(`${operationId} is set to ${status} by hand`);
    this.witness.setByHand(operation);
    await this.#watched.put({ ...operation, status });
  }

  /** Somebody takes away the lock on a target. */
  async unlockByHand(target: string): Promise<void> {
    this.log.push(`the lock on ${target} is taken away by hand`);
    await this.#watched.unlock(`cluster#${REGION}#${target}`);
  }

  read(operationId: string): Promise<Operation | undefined> {
    return this.#tables.operations.read(operationId);
  }

  async readAll(): Promise<Operation[]> {
    const all = await Promise.all([...this.requested].map((id) => this.read(id)));
    return all.flatMap((operation) => operation ?? []);
  }

  async #publish(events: readonly OutgoingEvent[]): Promise<void> {
    await inTurn('publish', () => {
      for (const event of events) {
        this.witness.published(event);
        const { source, detail_type, detail } = event;
        const consumer = choreography.find(({ contract }) =>
          contract.consumes.some(({ name }) => name === detail_type),
        );
        const body = busEventWith({ source, 'detail-type': detail_type, detail });
        for (const delaySeconds of consumer ? this.#chances.arrivals() : [])
          this.queues.send(consumer?.contract.stage ?? 'check_snapshot', body, this.time, {
            delaySeconds,
          });
      }
    });
  }

  #deadRequests() {
    return this.queues.dead
      .filter(({ stage }) => stage === 'check_snapshot')
      .map(({ messageId, body, sentAt }) => ({
        messageId,
        body: JSON.stringify(body),
        sentAt: new Date(sentAt),
      }));
  }

  async #send(
    stage: Stage,
    { source, detail_type, detail, id }: OutgoingEvent,
    options: { checkId: string; delaySeconds?: number },
  ): Promise<void> {
    const body = busEventWith({ ...(id && { id }), source, 'detail-type': detail_type, detail });
    await inTurn(`send ${options.checkId}`, () =>
      this.queues.send(stage, body, this.time, options),
    );
  }

  /** What every stage does: takes its lock, writes down what it makes, changes something, answers. */
  async #work(stage: Stage, input: StepInput<never>, finish: () => Answer): Promise<Answer> {
    const { operation, permit, record } = input;
    const { operation_id } = operation;
    const target = { kind: 'cluster', region: REGION, id: targetOf(operation) } as const;
    const task = currentTask();
    const { message } = task;
    if (message) this.witness.works(operation, message);
    const ending = this.#chances.ending(stage);
    this.log.push(`${task.name} works on ${operation_id}: ${ending}`);
    if (stage === 'check_snapshot') {
      if (ending === 'done') await hold(this.#operations, target, operation_id, this.now());
    } else if (stage === 'delete_rds' || stage === 'archive_snapshot') {
      const made = { kind: 'cluster-snapshot', region: REGION, id: `of-${operation_id}` } as const;
      await record({
        resources: {
          [stage]: { kind: made.kind, id: made.id, role: 'copy', attempt: operation.attempt },
        },
      });
      if (stage === 'delete_rds')
        await this.#operations.correlate(made, target, operation_id, this.now());
      (await permit()).use();
      await inTurn('call', () => this.#change(operation_id, target.id));
    }
    if (ending === 'waits') return checkAgain('it is not there yet');
    if (ending === 'queues') return checkAgain('others come first', { queued: 'restores' });
    if (ending === 'fails') throw new StepFailure('SNAPSHOT_COPY_FAILED', 'it is broken');
    if (ending === 'throws') throw new Error('it may pass');
    if (ending === 'rejects') throw new Rejection([{ code: 'REQUEST_INVALID', message: 'never' }]);
    return finish();
  }

  /** Lambda has ended by then whoever would come later. */
  async #change(operationId: string, target: string): Promise<void> {
    if (this.time > currentTask().endsAt) throw new Error('the function has ended');
    const operation = await this.read(operationId);
    const key = { kind: 'cluster', region: REGION, id: target } as const;
    const holder = await this.#tables.operations.holder(key);
    if (operation) this.witness.changes(operation, currentTask().name, this.now(), holder);
  }
}

async function hold(
  operations: Operations,
  target: Parameters<Operations['hold']>[0],
  operationId: string,
  now: Date,
): Promise<void> {
  try {
    await operations.hold(target, operationId, now);
  } catch (error) {
    if (!(error instanceof HeldByAnother)) throw error;
    throw new Rejection([{ code: 'TARGET_LOCKED', message: error.message }]);
  }
}

const silent: Report = {
  identify: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  count: () => {},
};
