import { aws } from './errors/aws.ts';
import { database } from './errors/database.ts';
import type { CatalogueEntry, Retry } from './errors/entry.ts';
import { pipeline } from './errors/pipeline.ts';
import { request } from './errors/request.ts';
import { snapshot } from './errors/snapshot.ts';
import { target } from './errors/target.ts';

export type { Retry };

/** The lists of the catalogue, by what they are about. */
export const catalogues = { request, snapshot, target, database, aws, pipeline } as const;

/** Every failure that an operator can meet. Code, documentation and CLI read this one list. */
export const catalogue = {
  ...request,
  ...snapshot,
  ...target,
  ...database,
  ...aws,
  ...pipeline,
} as const;

export type ErrorCode = keyof typeof catalogue;

/** What helps against a failure of this code; `undefined` where no such code is known. */
export const retryOf = (code: string): Retry | undefined =>
  Object.entries<CatalogueEntry>(catalogue).find(([known]) => known === code)?.[1].retry;

/** Trying again changes nothing until somebody acts. The message says what and which resource. */
export class StepFailure extends Error {
  readonly code: ErrorCode;
  /** Everything that is wrong, where it is more than one thing; `code` is of the first. */
  readonly reasons: readonly Reason[] | undefined;
  constructor(
    code: ErrorCode,
    message: string,
    { reasons, ...options }: ErrorOptions & { readonly reasons?: readonly Reason[] } = {},
  ) {
    super(message, options);
    this.name = 'StepFailure';
    this.code = code;
    this.reasons = reasons;
  }

  /** One failure for all that is wrong. */
  static of(reasons: readonly [Reason, ...Reason[]]): StepFailure {
    const told = reasons.map(({ message }) => message).join('; ');
    return new StepFailure(reasons[0].code, told, { ...(reasons.length > 1 && { reasons }) });
  }
}

/** May pass next time; if it never does, it is this failure. */
export class Passing extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'Passing';
    this.code = code;
  }
}

export interface Reason {
  readonly code: ErrorCode;
  /** The field of the request that is to blame. */
  readonly field?: string;
  readonly message: string;
}

/** As people are told of it: with what to do. */
export const withRemedy = (reason: Reason) => ({
  ...reason,
  remedy: catalogue[reason.code].remedy,
});

/** The request can never be carried out. Every reason at once. */
export class Rejection extends Error {
  readonly reasons: readonly Reason[];
  constructor(reasons: readonly Reason[]) {
    super(reasons.map(({ message }) => message).join('; '));
    this.name = 'Rejection';
    this.reasons = reasons;
  }
}

/** Not now: AWS is busy, throttling or at a limit of things in progress. Not a failure. */
export class NotYet extends Error {
  readonly afterSeconds: number | undefined;
  /** Why, where the catalogue has a word for it. */
  readonly code: ErrorCode | undefined;
  constructor(
    message: string,
    afterSeconds?: number,
    { code, ...options }: ErrorOptions & { readonly code?: ErrorCode } = {},
  ) {
    super(code === undefined ? message : `${code}: ${message}`, options);
    this.name = 'NotYet';
    this.afterSeconds = afterSeconds;
    this.code = code;
  }
}
