import type { Clock } from '../clock.ts';
import type { NetworkView } from '../ec2/network.ts';
import type { ServiceKeys } from '../kms/service-keys.ts';
import type { ServiceSecrets } from '../secretsmanager/service-secrets.ts';
import type { Background } from './background.ts';
import type { DatabaseEngine } from './database-engine.ts';
import type { Durations } from './durations.ts';
import type { Notices } from './events/notices.ts';
import type { Quotas } from './quotas.ts';
import type { Regions } from './state/regions.ts';

/** What every operation works with. */
export interface Rds {
  readonly clock: Clock;
  readonly regions: Regions;
  readonly engine: DatabaseEngine;
  readonly keys: ServiceKeys;
  readonly networks: NetworkView;
  readonly secrets: ServiceSecrets;
  readonly background: Background;
  readonly durations: Durations;
  readonly quotas: Quotas;
  readonly notices: Notices;
  readonly uuid: () => string;
  /** The certificate authority that instances say has signed their certificates. */
  readonly caIdentifier: string;
}
