import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Kept } from '../kept.ts';
import type { ServiceSecrets } from '../secretsmanager/service-secrets.ts';
import type {
  Call,
  EmitNativeEvent,
  FindTarget,
  LocalService,
  ResourceProvider,
} from '../service.ts';
import type { Core } from './core.ts';
import { invokeApiDestination } from './delivery/api-destination-target.ts';
import { Deliveries } from './delivery/deliveries.ts';
import type { Roles } from './delivery/target-role.ts';
import { keptEvents } from './kept-events.ts';
import { nativeEvents } from './native-events.ts';
import { apiDestinationOperations } from './operations/api-destinations.ts';
import { archiveOperations } from './operations/archives.ts';
import { busPolicyOperations } from './operations/bus-policies.ts';
import { busOperations } from './operations/buses.ts';
import { connectionOperations } from './operations/connections.ts';
import type { Operations } from './operations/operation.ts';
import { eventOperations } from './operations/put-events.ts';
import { replayOperations } from './operations/replays.ts';
import { ruleOperations } from './operations/rules.ts';
import { tagOperations } from './operations/tags.ts';
import { targetOperations } from './operations/targets.ts';
import { testOperations } from './operations/test-event-pattern.ts';
import { apiDestinationProvider } from './providers/api-destination.ts';
import { archiveProvider } from './providers/archive.ts';
import { connectionProvider } from './providers/connection.ts';
import { eventBusProvider } from './providers/event-bus.ts';
import { eventBusPolicyProvider } from './providers/event-bus-policy.ts';
import { ruleProvider } from './providers/rule.ts';
import { Router } from './router.ts';
import { Scheduler } from './schedule/scheduler.ts';
import { Store } from './state/store.ts';

export interface EventBridgeOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  /** Finds queues and topics; buses are found here. */
  readonly findTarget: FindTarget;
  /** The roles by which rules reach other buses. */
  readonly iam: Roles;
  /** For what connections keep secret. */
  readonly secrets: ServiceSecrets;
  /** How long an API destination may take, in real milliseconds; as long as on AWS by default. */
  readonly destinationTimeoutMs?: number | undefined;
  readonly uuid?: () => string;
  /** From 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
  /** Told of every event that did not reach a target. */
  readonly log?: (message: string) => void;
}

export interface EventBridge {
  readonly service: LocalService;
  readonly providers: readonly ResourceProvider[];
  readonly emitNative: EmitNativeEvent;
  readonly kept: Kept;
}

/** EventBridge with buses, rules, schedules, archives and replays, of any account and region. */
export function createEventBridge(options: EventBridgeOptions): EventBridge {
  const { clock, faults, findTarget, iam, secrets, uuid = randomUUID } = options;
  const { random = Math.random, log = () => {}, destinationTimeoutMs } = options;
  const store = new Store();
  const deliveries = new Deliveries({
    clock,
    faults,
    findTarget,
    iam,
    random,
    log,
    store,
    invoke: invokeApiDestination({ store, secrets, iam, clock, timeoutMs: destinationTimeoutMs }),
    forward: (to, { event }) => router.route(to, { event, received: clock.now(), forwarded: true }),
  });
  const router = new Router((occurrence) => deliveries.start(occurrence));
  const scheduler = new Scheduler(clock, uuid, (rule, event) =>
    router.send(rule, { event, received: clock.now() }),
  );
  const core: Core = { store, secrets, router, scheduler, clock, uuid, log };
  return {
    service: serviceOf({
      ...busOperations(core),
      ...busPolicyOperations(core),
      ...ruleOperations(core),
      ...targetOperations(core),
      ...eventOperations(core),
      ...testOperations,
      ...archiveOperations(core),
      ...replayOperations(core),
      ...connectionOperations(core),
      ...apiDestinationOperations(core),
      ...tagOperations(core),
    }),
    providers: [
      eventBusProvider(core),
      ruleProvider(core),
      archiveProvider(core),
      eventBusPolicyProvider(core),
      connectionProvider(core),
      apiDestinationProvider(core),
    ],
    emitNative: nativeEvents(core, faults),
    kept: keptEvents(store, deliveries),
  };
}

function serviceOf(operations: Operations): LocalService {
  return {
    id: 'events',
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, operation]) => [
        name,
        (input: never, call: Call) => operation.run(input, call),
      ]),
    ),
    permissions: (input, call) => operations[call.operation]?.permissions(input, call) ?? [],
  };
}
