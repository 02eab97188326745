/** What the environment and a function's worker say to each other. */

/** Given to a worker once. */
export interface WorkerSetting {
  /** The directory of the function's asset, with every symbolic link resolved. */
  readonly taskRoot: string;
  /** e.g. `index.handler` */
  readonly handler: string;
  readonly clockOffset: Float64Array;
}

/** Asks a worker for one invocation. It works on one at a time. */
export interface InvocationRequest {
  readonly requestId: string;
  readonly functionArn: string;
  /** JSON, as it travels on AWS. */
  readonly event: string;
  readonly timeoutMs: number;
  readonly traceHeader: string;
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'output'; readonly text: string }
  /** The handler's answer in JSON. */
  | { readonly kind: 'answer'; readonly body: string }
  /** The handler threw. The worker is as good as before. */
  | { readonly kind: 'error'; readonly error: FunctionError }
  /** The code could not be loaded, or failed outside of a handler. The worker ends. */
  | { readonly kind: 'fatal'; readonly error: FunctionError };

/** In the shape of the payload that Lambda answers with. */
export interface FunctionError {
  /** e.g. `TypeError`, `Runtime.ImportModuleError`, `Sandbox.Timedout` */
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}
