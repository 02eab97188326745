import type { EventDefinition } from '../../events/define-event.ts';
import { NOW, operationWith } from '../operation/operation.fixture.ts';
import type { Operation, OutgoingEvent } from '../operation/operation.ts';
import { tables as names, REGION, type Tables } from '../operation/tables.fixture.ts';
import {
  type EverythingDone,
  contract as ofOurs,
  type WorkDone,
  type WorkStarted,
} from './contract.fixture.ts';
import type { StepContract } from './contract.ts';
import { readDelivery } from './delivery.ts';
import { type Business, type CheckRequest, handler } from './handle.ts';
import { InterruptedOperations, Interruptions } from './interruptions.fixture.ts';
import { busEventWith, recordWith } from './record.fixture.ts';
import type { Outcome, Report, Runtime } from './runtime.ts';

export interface Message {
  readonly messageId: string;
  readonly body: Record<string, unknown>;
  readonly sentAt: Date;
  readonly checkId?: string;
  receiveCount: number;
}

const TIMEOUT_SECONDS = 60;
export const MAX_RECEIVES = 5;

type OurBusiness = Business<typeof WorkStarted, typeof WorkDone | typeof EverythingDone>;

/** The step of the fixtures' contract, with this business function. */
export const startWork = (tables: Tables, business: OurBusiness, report?: Report) =>
  startStep(tables, ofOurs, business, report);

/** A step on real tables, before a bus, a queue and a clock that stand still unless they are moved. */
export function startStep<Consumed extends EventDefinition, Emitted extends EventDefinition>(
  tables: Tables,
  contract: StepContract<Consumed, Emitted>,
  business: Business<Consumed, Emitted>,
  report: Report = silent,
  checkRequest?: CheckRequest,
) {
  const published: OutgoingEvent[] = [];
  const checks: Message[] = [];
  const delays: number[] = [];
  const counted: string[] = [];
  const reentered: string[] = [];
  const interruptions = new Interruptions();
  let time = NOW.getTime();
  let ids = 0;
  const now = () => new Date(time);
  const newId = () => `id-${++ids}`;

  const message = (
    body: Record<string, unknown>,
    overrides: Partial<Pick<Message, 'checkId' | 'sentAt'>> = {},
  ): Message => ({ messageId: newId(), body, sentAt: now(), receiveCount: 0, ...overrides });

  const runtime: Runtime = {
    operations: new InterruptedOperations(tables.document, names, interruptions),
    publish: (events) =>
      interruptions.around('publish', async () => {
        published.push(...events);
      }),
    sendToSelf: (event, checkId, delaySeconds) =>
      interruptions.around('send', async () => {
        checks.push(message(bodyOf(event, event.id), { checkId }));
        delays.push(delaySeconds);
      }),
    region: REGION,
    deadLetterQueue: 'aurora-restore-check-work-dlq',
    maxReceives: MAX_RECEIVES,
    deadlineMinutes: {},
    longestQueuedMinutes: 600,
    reenter: async ({ operation_id }) => void reentered.push(operation_id),
    now,
    newId,
    report: { ...report, count: (metric) => counted.push(metric) },
  };
  const handle = handler(contract, business, runtime, checkRequest);

  /** One delivery of a message. `died` where the function ended before it could answer. */
  async function deliver(given: Message): Promise<Outcome | 'died'> {
    given.receiveCount += 1;
    const invocation = {
      requestId: newId(),
      endsAt: new Date(time + TIMEOUT_SECONDS * 1000),
    };
    const handling = handle(readDelivery(recordWith(given.body, given)), invocation);
    return await Promise.race([handling, interruptions.death()]);
  }

  return {
    published,
    /** What the step sent to its own queue, and after how many seconds it shall arrive. */
    checks,
    delays,
    counted,
    /** The operations that went on and count again among those at work. */
    reentered,
    interruptions,
    message,
    handle,
    deliver,
    now,
    advance(seconds: number) {
      time += seconds * 1000;
    },
    /** What SQS does with a message until it is acknowledged or out of receives. */
    async settle(given: Message): Promise<'acknowledged' | 'dead letter'> {
      while (given.receiveCount < MAX_RECEIVES) {
        const outcome = await deliver(given);
        if (outcome === 'died') time += (TIMEOUT_SECONDS + 30) * 1000;
        else if ('acknowledge' in outcome) return 'acknowledged';
        else time += outcome.retryAfterSeconds * 1000;
      }
      return 'dead letter';
    },
    /** What a redrive makes of a dead letter: a new message with the same contents. */
    redrive: ({ body, checkId }: Message): Message =>
      message(body, checkId === undefined ? {} : { checkId }),
    /** Puts an operation at the step's stage and the number 2; gives it with the message of its event. */
    async begin(overrides: Partial<Operation> = {}) {
      const { operation_id } = operationWith();
      const event = workStarted(operation_id);
      const stages = { check_copy: { event, started_at: NOW.toISOString() } };
      const operation = operationWith({ operation_id, stages, ...overrides });
      await tables.put(operation);
      return { operation, event, started: message(bodyOf(event)) };
    },
    read: async ({ operation_id }: Pick<Operation, 'operation_id'>): Promise<Operation> => {
      const operation = await tables.operations.read(operation_id);
      if (!operation) throw new Error(`there is no ${operation_id}`);
      return operation;
    },
  };
}

/** The event that opens the stage, as its outbox had it: at the number 2. */
const workStarted = (operation_id: string): OutgoingEvent => ({
  source: 'aurora-restore',
  detail_type: 'WorkStarted',
  detail: {
    copy_id: 'copy',
    operation_id,
    attempt: 1,
    sequence: 2,
    metadata: { event_id: 'work-started', occurred_at: NOW.toISOString(), version: 1 },
  },
});

/** An event on its way: EventBridge gives it an id of its own. */
const bodyOf = ({ source, detail_type, detail }: OutgoingEvent, id = 'bus-event') =>
  busEventWith({ id, source, 'detail-type': detail_type, detail });

export const acknowledged: Outcome = { acknowledge: true };
export const retried = (retryAfterSeconds: number): Outcome => ({ retryAfterSeconds });

const silent: Report = {
  identify: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  count: () => {},
};
