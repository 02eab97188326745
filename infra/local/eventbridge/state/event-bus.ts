import type { PolicyDocument } from '../../iam/policy.ts';
import { busArn, DEFAULT_BUS, type Place } from '../arn.ts';
import type { Target } from '../delivery/target.ts';
import type { EventPattern } from '../event-pattern.ts';
import type { NextFiring } from '../schedule/schedule.ts';
import type { Archive } from './archive.ts';

export interface EventBus extends Place {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly created: Date;
  modified: Date;
  readonly tags: Map<string, string>;
  policy?: BusPolicy | undefined;
  readonly rules: Map<string, Rule>;
  readonly archives: Set<Archive>;
}

/** The resource policy, as it is shown and as it is asked. */
export interface BusPolicy {
  readonly statements: readonly Readonly<Record<string, unknown>>[];
  readonly compiled: PolicyDocument;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly bus: EventBus;
  readonly definition: RuleDefinition;
  state: RuleState;
  readonly createdBy: string;
  readonly tags: Map<string, string>;
  readonly targets: Map<string, Target>;
}

export type RuleState = 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** What `PutRule` replaces as a whole. */
export interface RuleDefinition {
  readonly description?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly pattern?: EventPattern | undefined;
  readonly schedule?: { readonly expression: string; readonly next: NextFiring } | undefined;
}

export function newBus(place: Place, name = DEFAULT_BUS, now = new Date(0)): EventBus {
  return {
    accountId: place.accountId,
    region: place.region,
    name,
    arn: busArn(place, name),
    created: now,
    modified: now,
    tags: new Map(),
    rules: new Map(),
    archives: new Set(),
  };
}
