import type { Archive } from './archive.ts';

export interface Replay {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly archive: Archive;
  readonly from: Date;
  readonly to: Date;
  /** Rules that get the events; all of the bus without it. */
  readonly onlyRules?: readonly string[] | undefined;
  readonly started: Date;
  state: 'STARTING' | 'COMPLETED';
  lastReplayed?: Date;
  ended?: Date;
}
