import type { Call, ServiceError } from './service.ts';

/**
 * Whatever crosses a boundary of the local environment is shown to one function, which may lose,
 * double, delay or break it. Without one, nothing is disturbed.
 */
export type Faults = (crossing: Crossing) => readonly Fault[];

export const noFaults: Faults = () => [];

export type Crossing =
  /** A call from a client or a function, before it is carried out. Faults: `fail`, `delay`, `kill`. */
  | { readonly boundary: 'call'; readonly call: Call; readonly input: object }
  /** An event on its way from a bus to one rule's target. Faults: `drop`, `repeat`, `delay`. */
  | {
      readonly boundary: 'event';
      readonly rule: string;
      readonly targetArn: string;
      readonly event: {
        readonly source: string;
        readonly 'detail-type': string;
        readonly detail: unknown;
      };
    }
  /**
   * A schedule's firing on its way to its target; the input with the time it was scheduled for, before
   * what is each attempt's own is put in. Faults: `drop`, `repeat`, `delay`.
   */
  | { readonly boundary: 'schedule'; readonly schedule: string; readonly input: string }
  /** A native event that a service is about to put on its account's default bus. `drop`, `repeat`, `delay`. */
  | {
      readonly boundary: 'native-event';
      readonly event: {
        readonly source: string;
        readonly 'detail-type': string;
        readonly detail: unknown;
      };
    }
  /** A message on its way into a queue. Faults: `drop`, `repeat`, `delay`. */
  | {
      readonly boundary: 'message';
      readonly queue: string;
      readonly body: string;
      /** Its message attributes' values, by name. */
      readonly attributes: Readonly<Record<string, string>>;
      /** The seconds the sender asked for. */
      readonly delaySeconds: number;
    }
  /** A function about to be invoked. Faults: `fail` (the invocation throws), `kill`, `delay`. */
  | { readonly boundary: 'invocation'; readonly functionName: string; readonly event: unknown };

export type Fault =
  | { readonly kind: 'drop' }
  /** So many more times. */
  | { readonly kind: 'repeat'; readonly times: number }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Answer with this error; `after` carries the call out first, so that only the answer is lost. */
  | { readonly kind: 'fail'; readonly error: ServiceError; readonly after?: boolean }
  /** End the worker that is calling or being called; `after` lets the call take effect first. */
  | { readonly kind: 'kill'; readonly after?: boolean };
