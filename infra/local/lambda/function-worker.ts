import { Worker } from 'node:worker_threads';
import type {
  FunctionError,
  InvocationRequest,
  WorkerMessage,
  WorkerSetting,
} from './worker/messages.ts';

/** The answer of an invocation, decoded, or what Lambda would answer in its place. */
export type Outcome = { readonly result: unknown } | { readonly error: FunctionError };

export interface FunctionWorkerOptions {
  readonly setting: WorkerSetting;
  /** All of it: nothing of this program's own environment is added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly output: (text: string, requestId?: string) => void;
  /** Called once, whatever ended the thread. */
  readonly ended: () => void;
}

/** Lambda gives a function's code ten seconds to load. */
const LOADING_MS = 10_000;

/**
 * One worker thread with one function's code loaded. However the thread ends, what waits for it is
 * answered.
 */
export class FunctionWorker {
  readonly #worker: Worker;
  readonly #loaded: Promise<FunctionError | undefined>;
  #settleLoaded: (error?: FunctionError) => void = () => {};
  #settle: ((outcome: Outcome) => void) | undefined;
  #cause: FunctionError | undefined;
  #requestId: string | undefined;
  #over = false;

  constructor(options: FunctionWorkerOptions) {
    this.#loaded = new Promise((resolve) => {
      this.#settleLoaded = resolve;
    });
    this.#worker = new Worker(new URL('./worker/bootstrap.ts', import.meta.url), {
      workerData: options.setting,
      env: { ...options.environment },
      argv: [],
      execArgv: [],
      /** A small nursery: what a function makes is short-lived, and there are many functions. */
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMb, maxYoungGenerationSizeMb: 8 },
    });
    this.#worker.on('message', (message: WorkerMessage) => this.#hear(message, options));
    this.#worker.on('error', (error) => {
      this.#cause ??= crash(error);
    });
    this.#worker.on('exit', (code) => {
      this.#over = true;
      const error = this.#cause ?? exited(code);
      this.#settleLoaded(error);
      this.#answer({ error });
      options.ended();
    });
  }

  /** Whether the thread has ended or is about to, so that it takes no more invocations. */
  get over(): boolean {
    return this.#over;
  }

  /** Resolves with the error if the code could not be loaded in time; the worker then ends. */
  async loaded(): Promise<FunctionError | undefined> {
    return await this.#within(LOADING_MS, () => this.#loaded);
  }

  /** One at a time. */
  async invoke(request: InvocationRequest): Promise<Outcome> {
    return await this.#within(request.timeoutMs, async () => {
      if (this.#over) return { error: this.#cause ?? exited(0) };
      return await new Promise<Outcome>((resolve) => {
        this.#settle = resolve;
        this.#requestId = request.requestId;
        this.#worker.postMessage(request);
      });
    });
  }

  /** Ends the thread at once, wherever it is. What it was doing fails with `cause`. */
  async end(cause: FunctionError = KILLED): Promise<void> {
    this.#over = true;
    this.#cause ??= cause;
    await this.#worker.terminate();
  }

  async #within<T>(ms: number, work: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => void this.end(timedOut(ms)), ms);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  #hear(message: WorkerMessage, { output }: FunctionWorkerOptions): void {
    switch (message.kind) {
      case 'ready':
        this.#settleLoaded();
        break;
      case 'output':
        output(message.text, this.#requestId);
        break;
      case 'answer':
        this.#answer({ result: JSON.parse(message.body) });
        break;
      case 'error':
        this.#answer({ error: message.error });
        break;
      case 'fatal':
        this.#over = true;
        this.#cause ??= message.error;
        if (!this.#settle) output(`ERROR ${JSON.stringify(message.error)}`);
    }
  }

  #answer(outcome: Outcome): void {
    this.#settle?.(outcome);
    this.#settle = undefined;
    this.#requestId = undefined;
  }
}

export const KILLED: FunctionError = {
  errorType: 'Runtime.ExitError',
  errorMessage: 'Runtime exited with error: signal: killed',
};

function timedOut(ms: number): FunctionError {
  const seconds = (ms / 1000).toFixed(2);
  return { errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${seconds} seconds` };
}

function exited(code: number): FunctionError {
  const errorMessage =
    code === 0
      ? 'Runtime exited without providing a reason'
      : `Runtime exited with error: exit status ${code}`;
  return { errorType: 'Runtime.ExitError', errorMessage };
}

/** An error outside of the code's reach, above all of memory. */
function crash(error: unknown): FunctionError {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { errorType: 'Runtime.OutOfMemory', errorMessage: KILLED.errorMessage };
  return { errorType: 'Runtime.Unknown', errorMessage: String(error) };
}
