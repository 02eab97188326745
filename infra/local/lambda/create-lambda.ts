import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import { type FindSource, type ResourceProvider, ServiceError } from '../service.ts';
import { type Allowed, EventSourceMappings } from './event-source-mappings.ts';
import type { Outcome } from './function-worker.ts';
import { Functions } from './functions.ts';
import { logGroupProvider, permissionProvider } from './inert-providers.ts';
import { type FunctionSettings, Invocations, type IssueCredentials } from './invocations.ts';
import { type LogLine, Logs } from './logs.ts';
import type { PoolLimits } from './worker-pool.ts';

export interface LambdaOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  /** Where functions find AWS. Asked when a worker starts. */
  readonly endpoint: () => string;
  readonly findSource: FindSource;
  readonly issueCredentials: IssueCredentials;
  readonly allowed: Allowed;
  /** Hears every line that a function writes. */
  readonly log?: ((line: LogLine) => void) | undefined;
  readonly limits?: Partial<LambdaLimits> | undefined;
  readonly functionSettings?: FunctionSettings | undefined;
  readonly uuid?: () => string;
}

/** By default 2 workers a function and 14 in all. */
export interface LambdaLimits extends PoolLimits {
  /** Lines kept of each function; 1000 by default. */
  readonly logLines: number;
}

export interface Lambda {
  readonly providers: readonly ResourceProvider[];
  /** Runs a function and waits for it. Rejects with a `ServiceError` if there is none of this name. */
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  /** The last lines of one function or of all, in the order of their times. */
  logs(functionName?: string): readonly LogLine[];
  /** How many invocations are under way. */
  inFlight(): number;
  /** From now on queues are read: their messages and the functions may have to be there first. */
  begin(): void;
  /** Stops reading queues, and lets what runs come to its end, for so many milliseconds at most. */
  drain(longestMs: number): Promise<void>;
  /** Stops reading queues and ends every worker. */
  close(): Promise<void>;
}

/** Functions of synthesized bundles in worker threads, and the queues that feed them. */
export function createLambda(options: LambdaOptions): Lambda {
  const { clock, uuid = randomUUID, issueCredentials } = options;
  const limits = { workersPerFunction: 2, workers: 14, logLines: 1000, ...options.limits };
  const logs = new Logs(clock, limits.logLines, options.log);
  const invocations = new Invocations({ ...options, logs, limits, uuid });
  const functions = new Functions();
  const mappings = new EventSourceMappings({ ...options, functions, invocations, logs, uuid });

  return {
    providers: [
      functions.provider(({ roleArn, name: functionName }) =>
        issueCredentials({ roleArn, functionName, kill: () => {} }),
      ),
      mappings.provider,
      logGroupProvider,
      permissionProvider,
    ],
    async invoke(functionName, event) {
      const definition = functions.find(functionName);
      if (definition) return await invocations.invoke(definition, event);
      const message = `Function not found: ${functionName}`;
      throw new ServiceError('ResourceNotFoundException', message, 404);
    },
    logs: (functionName) => logs.read(functionName),
    inFlight: () => invocations.pool.running(),
    begin: () => mappings.begin(),
    async drain(longestMs) {
      mappings.close();
      await Promise.race([invocations.pool.drained(), clock.pause(longestMs)]);
    },
    async close() {
      mappings.close();
      await invocations.pool.close();
    },
  };
}
