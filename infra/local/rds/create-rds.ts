import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { NetworkView } from '../ec2/network.ts';
import type { Kept } from '../kept.ts';
import type { ServiceKeys } from '../kms/service-keys.ts';
import type { ServiceSecrets } from '../secretsmanager/service-secrets.ts';
import type { Call, EmitNativeEvent, LocalService, ResourceProvider } from '../service.ts';
import { Background, type ReportFailure } from './background.ts';
import type { DatabaseEngine } from './database-engine.ts';
import { type Durations, shortDurations } from './durations.ts';
import { type Effect, recordingEffects } from './effects.ts';
import { notImplemented } from './errors.ts';
import { Notices } from './events/notices.ts';
import { keptRegions } from './kept-regions.ts';
import type { Place } from './naming/arn.ts';
import { changingOperations, readingOperations } from './operations.ts';
import { groupProviders } from './providers/groups.ts';
import { defaultQuotas, type Quotas } from './quotas.ts';
import type { Rds } from './rds.ts';
import { Regions } from './state/regions.ts';
import { type Steering, steering } from './steering.ts';

export interface RdsOptions {
  readonly clock: Clock;
  readonly engine: DatabaseEngine;
  /** What encrypts clusters and snapshots. */
  readonly keys: ServiceKeys;
  /** Where clusters stand. */
  readonly networks: NetworkView;
  /** Where master passwords are kept that RDS manages. */
  readonly secrets: ServiceSecrets;
  readonly emitNative: EmitNativeEvent;
  /** The account and region that `steer` means. Calls say themselves where they belong. */
  readonly accountId: string;
  readonly region: string;
  readonly durations?: Partial<Durations>;
  readonly quotas?: Partial<Quotas> | undefined;
  readonly uuid?: () => string;
  readonly caIdentifier?: string;
  /** Told what the engine could not do; the resource then has a failed status, which says no reason. */
  readonly onFailure?: ReportFailure;
}

export interface LocalRds {
  readonly service: LocalService;
  readonly providers: readonly ResourceProvider[];
  /** Every call that changed something, in order. */
  effects(): readonly Effect[];
  readonly steer: Steering;
  /** The same in another account or region. */
  steerAt(place: Place): Steering;
  /** Whether a cluster has this security group. */
  usesSecurityGroup(place: Place, id: string): boolean;
  readonly kept: Kept;
  /** Brings what is under way to its end at once, and what follows from that. */
  finish(): Promise<void>;
  /** Ends what is under way. The engine stays open: it is its owner's. */
  close(): Promise<void>;
}

/** The control plane of Aurora MySQL; the engine keeps the data. */
export const createRds = (options: RdsOptions): LocalRds => {
  const { clock, engine, keys, networks, secrets, onFailure = warn } = options;
  const regions = new Regions();
  const rds: Rds = {
    clock,
    regions,
    engine,
    keys,
    networks,
    secrets,
    background: new Background(clock, onFailure),
    durations: { ...shortDurations, ...options.durations },
    quotas: { ...defaultQuotas, ...options.quotas },
    notices: new Notices(regions, clock, options.emitNative),
    uuid: options.uuid ?? randomUUID,
    caIdentifier: options.caIdentifier ?? 'rds-ca-rsa2048-g1',
  };
  const effects: Effect[] = [];
  const operations = {
    ...readingOperations(rds),
    ...recordingEffects(changingOperations(rds), clock, effects),
  };
  const steerAt = ({ accountId, region }: Place): Steering => {
    const place = { accountId, region };
    return steering(rds, place, (name, input) => {
      const operation = operations[name];
      if (!operation) throw notImplemented(name);
      operation.run(input as never, ownersCall(name, place));
    });
  };
  return {
    service: {
      id: 'rds',
      operations: Object.fromEntries(
        Object.entries(operations).map(([name, { run }]) => [name, run]),
      ),
      permissions: (input: never, call: Call) => {
        const operation = operations[call.operation];
        if (!operation) throw notImplemented(call.operation);
        return operation.permissions(input, call);
      },
    },
    providers: groupProviders(rds),
    effects: () => effects,
    steer: steerAt(options),
    steerAt,
    usesSecurityGroup: (place, id) =>
      [...regions.at(place).clusters.values()].some(({ settings }) =>
        settings.VpcSecurityGroups?.some(({ VpcSecurityGroupId }) => VpcSecurityGroupId === id),
      ),
    kept: keptRegions(rds),
    finish: () => rds.background.finish(),
    close: () => rds.background.close(),
  };
};

const ownersCall = (operation: string, { accountId, region }: Place): Call => ({
  service: 'rds',
  operation,
  region,
  accountId,
  principal: { accountId, arn: `arn:aws:iam::${accountId}:root` },
  requestId: randomUUID(),
  endpoint: '',
});

const warn: ReportFailure = (what, error) =>
  process.emitWarning(`${what} failed: ${error instanceof Error ? error.message : error}`);
