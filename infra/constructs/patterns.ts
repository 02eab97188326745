import { Aws } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import type { EventDefinition } from '../../events/define-event.ts';
import type { RdsHint } from '../../events/rds/index.ts';

/** The events of ours that a service consumes. */
export const ownPattern = (consumes: readonly EventDefinition[]): EventPattern => ({
  source: unique(consumes.map(({ source }) => source)),
  detailType: unique(consumes.map(({ name }) => name)),
});

/** Where native events come from. */
interface Origin {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}
const HERE: Origin = { accounts: [Aws.ACCOUNT_ID], regions: [Aws.REGION] };

/**
 * The native events that wake a service: of this account and region only, unless it says otherwise,
 * since forwarded ones keep theirs; by id, or by the beginning of the message where the id is missing.
 */
export const hintPattern = (
  hints: readonly RdsHint[],
  { accounts, regions } = HERE,
): EventPattern => ({
  source: ['aws.rds'],
  account: unique(accounts),
  region: unique(regions),
  detailType: unique(hints.map(({ detailType }) => detailType)),
  detail: {
    $or: [
      { EventID: unique(hints.map(({ eventId }) => eventId)) },
      { Message: unique(hints.map(({ message }) => message)).map((prefix) => ({ prefix })) },
    ],
  },
});

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
