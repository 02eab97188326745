import { expect, test } from 'vitest';
import { at, failedWith, later } from '../../shared/operation/operation.fixture.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { LostCondition } from '../../shared/operation/operations.ts';
import { judge } from './knowledge.ts';
import { type Removing, remove } from './remove.ts';

const tags = { 'aurora-restore:managed': 'true', 'aurora-restore:operation-id': 'op-1' };

const cluster = {
  id: 'orders',
  arn: 'arn:orders',
  resource_id: 'cluster-NEW',
  status: 'available',
  engine: 'aurora-mysql',
  engine_version: '8.0',
  endpoint: undefined,
  reader_endpoint: undefined,
  port: 3306,
  global_cluster_id: undefined,
  tags,
  made_by: 'op-1',
  instances: [{ id: 'orders-1', writer: true }],
  master_user_secret: undefined,
  settings: {},
  pending: [],
};

const instance = {
  id: 'orders-1',
  arn: 'arn:orders-1',
  status: 'available',
  cluster_id: 'orders',
  instance_class: 'db.r6g.large',
  promotion_tier: 1,
  settings: { id: 'orders-1', instance_class: 'db.r6g.large' },
  pending: [],
  parameter_status: 'in-sync',
  tags,
  made_by: 'op-1',
};

const failed = failedWith({
  operation_id: 'op-1',
  resources: {
    'cluster-1': {
      kind: 'cluster',
      id: 'orders',
      resource_id: 'cluster-NEW',
      role: 'target',
      attempt: 1,
    },
    'instance-orders-1': { kind: 'db', id: 'orders-1', role: 'instance', attempt: 1 },
  },
});

/** A half-restored cluster of a failed operation; `before` may change the world before each call. */
async function world(
  before: (call: string, now: { operation: Operation; resourceId: string }) => void,
) {
  const calls: string[] = [];
  const state = { operation: failed, resourceId: 'cluster-NEW', isProtected: true };
  const called = (name: string) => {
    calls.push(name);
    before(name, state);
  };
  const removing: Removing = {
    operations: {
      read: async () => state.operation,
      holder: async () => 'op-1',
      withStatus: async () => [],
      async *watched() {},
      async write(_, what, { set }) {
        if (what !== 'clean' && !state.operation.claim?.by.startsWith('clean-'))
          throw new LostCondition(what);
        called(what);
        state.operation = { ...state.operation, ...(what === 'cleaned' ? {} : set) };
        return state.operation;
      },
    },
    aurora: {
      cluster: async () => ({
        ...cluster,
        resource_id: state.resourceId,
        deletion_protection: state.isProtected,
      }),
      instances: async () => [instance],
      snapshot: async () => undefined,
      protect: async (permit, _, protection) => {
        permit.use();
        called(`protect ${protection}`);
        state.isProtected = protection;
      },
      deleteInstance: async (permit, id) => {
        permit.use();
        called(`delete ${id}`);
      },
      deleteCluster: async (permit, id) => {
        permit.use();
        called(`delete ${id}`);
      },
      deleteSnapshot: async () => called('delete a snapshot'),
    },
    region: 'eu-west-1',
    olderThanMs: 0,
    named: new Set(),
    now: () => later(0),
    say: () => undefined,
    pause: async () => undefined,
  };
  const thing = {
    kind: 'cluster' as const,
    cluster: { ...cluster, deletion_protection: true },
    instances: [instance],
  };
  const leftover = await judge(thing, removing);
  if (leftover.is !== 'leftover') throw new Error('it is not a leftover to begin with');
  return { calls, removed: remove(removing, leftover) };
}

test('protection is lifted, instances go before their cluster, all under one claim', async () => {
  const { calls, removed } = await world(() => undefined);

  await removed;

  expect(calls).toEqual([
    'clean',
    'protect false',
    'delete orders-1',
    'delete orders',
    'cleaned',
    'release',
  ]);
});

test('an operation that goes on meanwhile keeps its cluster, and gets its protection back', async () => {
  const { calls, removed } = await world((call, state) => {
    if (call === 'protect false') state.operation = { ...state.operation, status: 'in_progress' };
  });

  await expect(removed).rejects.toThrow('op-1 is in progress');
  expect(calls).toEqual(['clean', 'protect false', 'protect true', 'release']);
});

test('a cluster that took the name meanwhile is neither deleted nor touched', async () => {
  const { calls, removed } = await world((call, state) => {
    if (call === 'delete orders-1') state.resourceId = 'cluster-BY-HAND';
  });

  await expect(removed).rejects.toThrow('another cluster by now');
  expect(calls).toEqual(['clean', 'protect false', 'delete orders-1', 'release']);
});

test('without the claim nothing is changed', async () => {
  const { calls, removed } = await world((call, state) => {
    if (call === 'clean') throw new LostCondition('clean');
    state.operation = failed;
  });

  await expect(removed).rejects.toThrow('somebody else has gone on');
  expect(calls).toEqual(['clean']);
});

test('a claim that another cleaner took is none', async () => {
  const { calls, removed } = await world((call, state) => {
    if (call === 'protect false')
      state.operation = { ...state.operation, claim: { by: 'clean-2', until: at(60) } };
  });

  await expect(removed).rejects.toThrow('at work on the operation');
  expect(calls.filter((call) => call.startsWith('delete'))).toEqual([]);
});
