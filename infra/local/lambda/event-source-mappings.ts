import type { FindSource, ResourceProvider } from '../service.ts';
import type { Functions } from './functions.ts';
import type { Invocations } from './invocations.ts';
import type { Logs } from './logs.ts';
import { MappingProperties } from './mapping-properties.ts';
import { invalid, parseProperties } from './parse-properties.ts';
import { QueuePoller } from './queue-poller.ts';

/** Whether a role's policies allow an action on a resource. */
export type Allowed = (roleArn: string, action: string, resource: string) => boolean;

export interface MappingParts {
  readonly functions: Functions;
  readonly findSource: FindSource;
  readonly allowed: Allowed;
  readonly invocations: Invocations;
  readonly logs: Logs;
  readonly uuid: () => string;
}

/**
 * Connects queues with functions, after the checks that Lambda makes. A disabled one does nothing, the
 * others nothing before `begin`.
 */
export class EventSourceMappings {
  readonly provider: ResourceProvider;
  readonly #parts: MappingParts;
  readonly #pollers: QueuePoller[] = [];
  /** Those to come; `undefined` once they begin at once. */
  #waiting: (() => void)[] | undefined = [];

  constructor(parts: MappingParts) {
    this.#parts = parts;
    this.provider = {
      type: 'AWS::Lambda::EventSourceMapping',
      create: (properties, at) => {
        this.#connect(properties);
        const id = parts.uuid();
        const arn = `arn:aws:lambda:${at.region}:${at.accountId}:event-source-mapping:${id}`;
        return { ref: id, attributes: { Id: id, EventSourceMappingArn: arn } };
      },
    };
  }

  begin(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const start of waiting) start();
  }

  close(): void {
    for (const poller of this.#pollers) poller.close();
  }

  #connect(properties: unknown): void {
    const { functions, findSource, allowed } = this.#parts;
    const wanted = parseProperties(this.provider.type, MappingProperties, properties);
    const definition = functions.find(wanted.FunctionName);
    if (!definition) throw invalid(`Function not found: ${wanted.FunctionName}`);
    const source = findSource(wanted.EventSourceArn);
    if (!source) throw invalid(`The queue does not exist: ${wanted.EventSourceArn}`);
    for (const action of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])
      if (!allowed(definition.roleArn, `sqs:${action}`, source.arn))
        throw invalid(
          `The function execution role does not have permissions to call ${action} on SQS (${source.arn})`,
        );
    const visibility = source.visibilityTimeoutSeconds;
    const timeout = definition.timeoutMs / 1000;
    if (visibility < timeout)
      throw invalid(
        `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
      );
    if (!wanted.Enabled) return;
    const start = () => {
      const poller = new QueuePoller({
        ...this.#parts,
        source,
        definition,
        batchSize: wanted.BatchSize,
        mostConcurrent: wanted.ScalingConfig?.MaximumConcurrency ?? Number.POSITIVE_INFINITY,
        reportsFailures: wanted.FunctionResponseTypes.length > 0,
      });
      this.#pollers.push(poller);
    };
    if (this.#waiting) this.#waiting.push(start);
    else start();
  }
}
