import type { Clock } from '../clock.ts';
import type { ServiceSecrets } from '../secretsmanager/service-secrets.ts';
import type { Router } from './router.ts';
import type { Scheduler } from './schedule/scheduler.ts';
import type { Store } from './state/store.ts';

/** What operations and providers work with. */
export interface Core {
  readonly store: Store;
  /** Where what connections keep secret is. */
  readonly secrets: ServiceSecrets;
  readonly router: Router;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly uuid: () => string;
  readonly log: (message: string) => void;
}
