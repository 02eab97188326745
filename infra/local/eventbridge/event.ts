/** An event as it lies on a bus and as targets get it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly 'replay-name'?: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

export const eventTime = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
