import { aCluster, anInstance, aSnapshot, madeBy } from '../shared/aurora/aurora.fixture.ts';
import type { Aurora, Creation } from '../shared/aurora/aurora.ts';
import type { Cluster, ClusterSnapshot, Instance } from '../shared/aurora/cluster.ts';
import { NotYet, StepFailure } from '../shared/errors.ts';
import type { Learnt, Operation } from '../shared/operation/operation.ts';
import { HeldByAnother, type ResourceKey } from '../shared/operation/operations.ts';
import { Permit } from '../shared/step/permit.ts';
import type { StepInput } from '../shared/step/work.ts';
import { anOperation, NOW } from './operation.fixture.ts';

/**
 * An account with its RDS and the pipeline's tables, as plain objects. It keeps what was done, in
 * order, and what of it had an effect.
 */
export class World {
  /** Every call, in order. */
  readonly did: string[] = [];
  /** The calls after which RDS or the lock stood otherwise than before. */
  readonly effects: string[] = [];
  readonly clusters = new Map<string, Cluster>();
  readonly #instances = new Map<string, Instance>();
  readonly snapshots = new Map<string, ClusterSnapshot>();
  readonly held = new Map<string, string>();
  operation: Operation;
  /** Called before each call: changes the world meanwhile, or throws. */
  meanwhile: (call: string) => void = () => undefined;
  /** What new things are like at first. */
  first = { snapshot: 'creating', copy: 'copying', instance: 'creating' };

  constructor(operation: Partial<Operation> = {}) {
    this.operation = anOperation(operation);
    this.addSnapshot(aSnapshot());
  }

  addSnapshot(...snapshots: readonly ClusterSnapshot[]): this {
    for (const snapshot of snapshots) this.snapshots.set(snapshot.id, snapshot);
    return this;
  }

  /** A cluster and its instances, the first of which is the writer. */
  addCluster(cluster: Cluster, ...instances: readonly Instance[]): this {
    this.clusters.set(cluster.id, cluster);
    for (const instance of instances) this.#instances.set(instance.id, instance);
    return this;
  }

  /** The target as `someTarget` has it. */
  addTarget(more: Partial<Cluster> = {}, ...ids: readonly string[]): this {
    const instances = (ids.length > 0 ? ids : ['target-1']).map((id) => anInstance(id));
    return this.addCluster(aCluster(more), ...instances);
  }

  changeCluster(id: string, change: Partial<Cluster>): void {
    const cluster = this.clusters.get(id);
    if (cluster) this.clusters.set(id, { ...cluster, ...change });
  }

  changeInstance(id: string, change: Partial<Instance>): void {
    this.#instances.set(id, { ...(this.#instances.get(id) ?? anInstance(id)), ...change });
  }

  removeInstance(id: string): void {
    this.#instances.delete(id);
  }

  changeSnapshot(id: string, change: Partial<ClusterSnapshot>): void {
    this.snapshots.set(id, { ...(this.snapshots.get(id) ?? aSnapshot({ id })), ...change });
  }

  input<Detail>(event: Detail): StepInput<Detail> {
    return {
      operation: structuredClone(this.operation),
      event,
      permit: async () => {
        this.#call('permit');
        return new Permit(1_000);
      },
      record: async (learnt) => {
        this.#call(`record ${Object.keys(learnt.resources ?? learnt).join()}`);
        this.learn(learnt);
      },
      now: () => NOW,
    };
  }

  /** As the wrapper keeps what a step learnt. */
  learn({ resources, ...learnt }: Learnt): void {
    const { operation } = this;
    this.operation = {
      ...operation,
      ...learnt,
      resources: { ...operation.resources, ...resources },
    };
  }

  readonly operations = {
    correlate: async ({ kind, id }: ResourceKey, target: ResourceKey) =>
      this.#call(`correlate ${kind} ${id} with ${target.id}`),
    hold: async ({ id }: ResourceKey, operationId: string) => {
      const holder = this.held.get(id);
      const effect = holder !== operationId;
      this.#call(`hold ${id}`);
      if (holder !== undefined && effect) throw new HeldByAnother(`cluster ${id}`, holder);
      this.held.set(id, operationId);
      if (effect) this.effects.push(`hold ${id}`);
    },
  };

  readonly aurora: Aurora = {
    cluster: async (id) => this.#look(`cluster ${id}`, () => this.#described(id)),
    instance: async (id) => this.#look(`instance ${id}`, () => this.#instances.get(id)),
    instances: async (id) => this.#look(`instances of ${id}`, () => this.#instancesOf(id)),
    snapshot: async (id) =>
      this.#look(`snapshot ${id}`, () =>
        [...this.snapshots.values()].find((one) => one.id === id || one.arn === id),
      ),
    snapshotsOf: async (id) =>
      this.#look(`snapshots of ${id}`, () =>
        [...this.snapshots.values()].filter((one) => one.source_cluster_id === id),
      ),
    copySnapshot: async (permit, { id, sourceArn, kms_key_id, operation_id }) =>
      this.#create(
        permit,
        `copy ${sourceArn} to ${id} under ${kms_key_id}`,
        this.snapshots,
        id,
        () =>
          aSnapshot({
            id,
            status: this.first.copy,
            tags: madeBy(operation_id),
            copy_of: sourceArn,
          }),
      ),
    takeSnapshot: async (permit, { id, clusterId, operation_id }) =>
      this.#create(permit, `take ${id} of ${clusterId}`, this.snapshots, id, () =>
        aSnapshot({ id, status: this.first.snapshot, tags: madeBy(operation_id) }),
      ),
    restoreCluster: async (permit, { id, snapshotArn, operation_id }) =>
      this.#create(permit, `restore ${id} from ${snapshotArn}`, this.clusters, id, () =>
        aCluster({
          id,
          resource_id: 'cluster-NEW',
          status: 'creating',
          deletion_protection: true,
          tags: madeBy(operation_id),
        }),
      ),
    createInstance: async (permit, { id, clusterId, operation_id, ...more }) =>
      this.#create(permit, `create ${id} in ${clusterId}`, this.#instances, id, () =>
        anInstance(id, {
          status: this.first.instance,
          cluster_id: clusterId,
          instance_class: more.instance_class,
          promotion_tier: more.promotion_tier,
          tags: { ...more.tags, ...madeBy(operation_id) },
        }),
      ),
    deleteSnapshot: async (permit, id) =>
      this.#change(permit, `delete snapshot ${id}`, () => this.snapshots.delete(id)),
    deleteInstance: async (permit, id) =>
      this.#change(permit, `delete instance ${id}`, () => {
        if (!this.#instances.has(id)) return false;
        this.changeInstance(id, { status: 'deleting' });
        return true;
      }),
    deleteCluster: async (permit, id) =>
      this.#change(permit, `delete cluster ${id}`, () => {
        const cluster = this.clusters.get(id);
        if (cluster?.deletion_protection)
          throw new StepFailure('PARAMETER_REFUSED', 'it is protected');
        if (this.#instancesOf(id).some(({ status }) => status !== 'deleting'))
          throw new NotYet('it still contains DB instances in non-deleting state');
        this.changeCluster(id, { status: 'deleting' });
        return cluster !== undefined;
      }),
    protect: async (permit, id, deletion_protection) =>
      this.#change(permit, `${deletion_protection ? 'protect' : 'unprotect'} ${id}`, () => {
        const changes = this.clusters.get(id)?.deletion_protection !== deletion_protection;
        this.changeCluster(id, { deletion_protection });
        return changes;
      }),
  };

  #instancesOf = (id: string) =>
    [...this.#instances.values()].filter(({ cluster_id }) => cluster_id === id);

  /** With its members; the first instance is the writer where the cluster does not say so itself. */
  #described(id: string): Cluster | undefined {
    const cluster = this.clusters.get(id);
    if (!cluster || cluster.instances.length > 0) return cluster;
    const instances = this.#instancesOf(id).map((one, index) => ({
      id: one.id,
      writer: index === 0,
    }));
    return { ...cluster, instances };
  }

  #call(call: string): void {
    this.meanwhile(call);
    this.did.push(call);
  }

  #look<T>(what: string, read: () => T): T {
    this.#call(`look at ${what}`);
    return read();
  }

  #change(permit: Permit, call: string, make: () => boolean): void {
    permit.use();
    this.#call(call);
    if (make()) this.effects.push(call);
  }

  #create<T>(
    permit: Permit,
    call: string,
    into: Map<string, T>,
    id: string,
    make: () => T,
  ): Creation {
    const exists = into.has(id);
    this.#change(permit, call, () => !exists);
    if (!exists) into.set(id, make());
    return exists ? 'already-exists' : 'created';
  }
}
