import type { RdsEvent } from '../../events/rds/index.ts';
import { aSnapshot } from '../../shared/aurora/aurora.fixture.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import type { Operation, Status } from '../../shared/operation/operation.ts';
import type { Report } from '../../shared/step/runtime.ts';
import { anOperation } from '../../test/fixtures/steps/operation.ts';
import { autoRestore } from './auto-restore.ts';
import type { Asked, RuleState } from './rule-state.ts';

export const HERE = { account_id: '123456789012', region: 'eu-west-1' };
const START = Date.parse('2026-01-02T12:00:00Z');

/** Somebody died here. */
export class Death extends Error {}

/** RDS, the tables and the bus, as a service sees them that restores new snapshots by rules. */
export class World {
  minute = 0;
  readonly snapshots: ClusterSnapshot[] = [];
  readonly statuses = new Map<string, Status>();
  /** What operations say beside their status. */
  readonly records = new Map<string, Partial<Operation>>();
  /** Which operation has a cluster of this place as its target. */
  readonly holders = new Map<string, string>();
  /** What was put on the bus, by when. */
  readonly put: { readonly minute: number; readonly request: Record<string, unknown> }[] = [];
  /** What was written down to be asked for. */
  readonly decided: Asked[] = [];
  readonly counted: string[] = [];
  /** The clusters that were looked at, `undefined` for all. */
  readonly looked: (string | undefined)[] = [];
  /** Called before each call that changes something; what it throws ends the run. */
  meanwhile: (call: 'write' | 'publish') => void = () => undefined;
  /** Why a place cannot be looked at, by its region. */
  readonly unreachable = new Map<string, Error>();
  readonly known = new Map<string, RuleState>();
  readonly #run: ReturnType<typeof autoRestore>;

  constructor(...rules: readonly object[]) {
    const source_accounts = [{ account_id: '111122223333', external_id: 'told-only-to-us' }];
    const { auto_restores } = parseConfiguration({ auto_restores: rules, source_accounts }, 'test');
    this.#run = autoRestore({
      rules: auto_restores,
      here: HERE,
      sourceAt: (place) => {
        const there = async () => {
          const refused = this.unreachable.get(place.region);
          if (refused) throw refused;
          return this.snapshots.filter(({ arn }) =>
            arn.startsWith(`arn:aws:rds:${place.region}:${place.account_id}:`),
          );
        };
        return {
          snapshot: async (wanted) => (await there()).find(({ arn }) => arn === wanted),
          snapshotsOf: async (id) => {
            this.looked.push(id);
            return (await there()).filter((one) => !id || one.source_cluster_id === id);
          },
        };
      },
      states: {
        change: async (rule, change) => {
          const before = this.known.get(rule);
          const changed = await change(before);
          if (changed === before) return changed;
          this.meanwhile('write');
          this.known.set(rule, changed);
          for (const { asked } of changed.clusters.values())
            if (asked && asked.operation_id !== this.decided.at(-1)?.operation_id)
              this.decided.push(asked);
          return changed;
        },
      },
      operations: {
        read: async (operation_id) => {
          const status = this.statuses.get(operation_id);
          return status && anOperation({ operation_id, status, ...this.records.get(operation_id) });
        },
        holder: async ({ id }) => this.holders.get(id),
      },
      publish: async (events) => {
        this.meanwhile('publish');
        for (const { detail } of events) this.put.push({ minute: this.minute, request: detail });
      },
      now: () => this.time(),
    });
  }

  time = (minute = this.minute) => new Date(START + minute * 60_000);

  arn = (id: string, { account_id, region } = HERE) =>
    `arn:aws:rds:${region}:${account_id}:cluster-snapshot:${id}`;

  /** A snapshot that RDS takes right now, or took so many minutes after the beginning. */
  take(id: string, more: Partial<ClusterSnapshot> = {}, minute = this.minute): void {
    this.snapshots.push(
      aSnapshot({
        id,
        arn: this.arn(id),
        type: 'automated',
        source_cluster_id: 'prod',
        created_at: this.time(minute),
        tags: {},
        ...more,
      }),
    );
  }

  /** RDS says that it has taken it. */
  tell = (id: string, place = HERE) =>
    this.#run(this.#event(this.arn(id, place), place), this.#report);

  /** It is time to look. */
  look = () => this.#run(undefined, this.#report);

  /** What was asked for, each once: the snapshots' names, in order. */
  get asked(): string[] {
    const requests = new Map(this.put.map(({ request }) => [request.operation_id, request]));
    return [...requests.values()].map(
      ({ snapshot_name }) => `${snapshot_name}`.split(':').pop() ?? '',
    );
  }

  /** The last operation gets a status. */
  becomes(status: Status): void {
    this.statuses.set(`${this.put.at(-1)?.request.operation_id}`, status);
  }

  #event = (SourceArn: string, { region }: { region: string }): RdsEvent => ({
    id: 'e-1',
    'detail-type': 'RDS DB Cluster Snapshot Event',
    source: 'aws.rds',
    region,
    time: this.time().toISOString(),
    detail: { Message: 'Automated cluster snapshot created', SourceArn, SourceIdentifier: 'x' },
  });

  readonly #report: Report = {
    identify: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
    count: (metric) => void this.counted.push(metric),
  };
}
