import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Fault, Faults } from '../faults.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { FunctionWorker, KILLED, type Outcome } from './function-worker.ts';
import { traceHeader } from './lineage.ts';
import type { Logs } from './logs.ts';
import { type Credentials, runtimeEnvironment } from './runtime-environment.ts';
import { type PoolLimits, WorkerPool } from './worker-pool.ts';

/** The access key of one worker. `kill` ends that worker, wherever it is. */
export type IssueCredentials = (wanted: {
  readonly roleArn: string;
  readonly functionName: string;
  readonly kill: () => void;
}) => Credentials;

export interface InvocationsOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly endpoint: () => string;
  readonly issueCredentials: IssueCredentials;
  readonly logs: Logs;
  readonly limits: PoolLimits;
  readonly functionSettings?: FunctionSettings | undefined;
  readonly uuid?: () => string;
}

/**
 * What of a function shall be otherwise than declared, asked before each invocation, so that a test can
 * let it run out of time. A worker keeps the memory that it was started with.
 */
export type FunctionSettings = (
  functionName: string,
) => Partial<Pick<FunctionDefinition, 'timeoutMs' | 'memoryMb'>>;

/** Runs functions. No time is skipped while one runs. */
export class Invocations {
  readonly #options: InvocationsOptions;
  readonly #uuid: () => string;
  readonly pool: WorkerPool;

  constructor(options: InvocationsOptions) {
    this.#options = options;
    this.#uuid = options.uuid ?? randomUUID;
    this.pool = new WorkerPool(options.limits, (definition, ended) =>
      this.#startWorker(definition, ended),
    );
  }

  /** `cameWith`: the tracing headers of the messages that the event carries. */
  async invoke(
    declared: FunctionDefinition,
    event: unknown,
    cameWith: readonly (string | undefined)[] = [],
  ): Promise<Outcome> {
    const { clock, faults, functionSettings } = this.#options;
    const definition = { ...declared, ...functionSettings?.(declared.name) };
    const disturbed = faults({ boundary: 'invocation', functionName: definition.name, event });
    for (const { kind } of disturbed)
      if (kind === 'drop' || kind === 'repeat')
        throw new Error(`An invocation cannot suffer the fault '${kind}'`);
    if (this.pool.capacity(definition) === 0) return { error: THROTTLED };
    for (const fault of disturbed) if (fault.kind === 'delay') await clock.pause(fault.ms);
    return await clock.during(() => this.#run(definition, event, cameWith, disturbed));
  }

  async #run(
    definition: FunctionDefinition,
    event: unknown,
    cameWith: readonly (string | undefined)[],
    faults: readonly Fault[],
  ): Promise<Outcome> {
    const { clock, logs } = this.#options;
    const requestId = this.#uuid();
    const log = (text: string): void => logs.add(definition, text, requestId);
    return await this.pool.withWorker(definition, async (worker) => {
      const started = performance.now();
      const outcome = await disturb(worker, faults, async () => {
        const error = await worker.loaded();
        if (error) return { error };
        return await worker.invoke({
          requestId,
          functionArn: definition.arn,
          event: JSON.stringify(event),
          timeoutMs: definition.timeoutMs,
          traceHeader: traceHeader(definition.arn, cameWith, clock.now(), this.#uuid),
        });
      });
      if ('error' in outcome) log(`ERROR Invoke Error ${JSON.stringify(outcome.error)}`);
      const ms = (performance.now() - started).toFixed(2);
      log(`REPORT Duration: ${ms} ms Memory Size: ${definition.memoryMb} MB`);
      return outcome;
    });
  }

  #startWorker(definition: FunctionDefinition, ended: () => void): FunctionWorker {
    const { clock, endpoint, issueCredentials, logs } = this.#options;
    const { name, roleArn, taskRoot, handler, memoryMb } = definition;
    const kill = (): void => void worker.end();
    const credentials = issueCredentials({ roleArn, functionName: name, kill });
    const worker = new FunctionWorker({
      setting: { taskRoot, handler, clockOffset: clock.offset },
      environment: runtimeEnvironment(definition, credentials, endpoint()),
      memoryMb,
      output: (text, requestId) => logs.add(definition, text, requestId),
      ended,
    });
    return worker;
  }
}

/** No concurrency is reserved, so that no waiting would help. */
const THROTTLED = { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' };

/** Lets the faults of an invocation happen before or after it. */
async function disturb(
  worker: FunctionWorker,
  faults: readonly Fault[],
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  for (const fault of faults) {
    if (fault.kind !== 'fail' && fault.kind !== 'kill') continue;
    if (fault.after) await work();
    if (fault.kind === 'fail')
      return { error: { errorType: fault.error.code, errorMessage: fault.error.message } };
    await worker.end();
    return { error: KILLED };
  }
  return await work();
}
