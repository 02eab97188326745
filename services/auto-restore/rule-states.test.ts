import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTables, REGION, type Tables, tables } from '../../shared/operation/tables.fixture.ts';
import { known, type RuleState, withCluster } from './rule-state.ts';
import { type RuleStates, ruleStates } from './rule-states.ts';

const HERE = { account_id: '123456789012', region: REGION };
const rule = { source: { cluster_id: 'shop-*' }, snapshots: 'any' } as const;
const at = (hours: number) => new Date(Date.parse('2026-01-02T12:00:00Z') + hours * 3600_000);

let open: Tables;
let states: RuleStates;
beforeAll(async () => {
  open = await openTables();
  states = ruleStates(open.document, { table: tables.resources, region: REGION });
});
afterAll(() => open?.close());

const asked = (operation_id: string) => ({
  snapshot_arn: 'arn',
  created_at: at(0).toISOString(),
  asked_at: at(0).toISOString(),
  operation_id,
  request: { target_cluster_id: 'x', instance_count: 2 },
  sent: false,
});
const first = (state?: RuleState) => known(rule, HERE, state, at(0));

test('what is written is read, whatever clusters are called', async () => {
  const cluster = { asked: asked('op-1'), awaits: 'later' };
  const written = await states.change('all', () => withCluster(first(), 'constructor', cluster));

  const read = await states.change('all', (state) => state ?? first());

  expect(read).toEqual(written);
  expect(read.clusters.get('constructor')).toEqual(cluster);
  expect(read.clusters.get('toString')).toBeUndefined();
});

test('of many that change a rule at once each change is kept', async () => {
  const ids = Array.from({ length: 12 }, (_, index) => `shop-${index}`);

  await Promise.all(
    ids.map((id) =>
      states.change('many', (state = first()) => withCluster(state, id, { awaits: id })),
    ),
  );

  const { clusters } = await states.change('many', (state = first()) => state);
  expect([...clusters.keys()].sort()).toEqual(ids.sort());
});

test('who changes nothing writes nothing', async () => {
  const version = async () => {
    const Key = { resource: `auto-restore#${REGION}#still` };
    const command = new GetCommand({ TableName: tables.resources, Key });
    return (await open.document.send(command)).Item?.version;
  };
  await states.change('still', first);
  const before = await version();

  await states.change('still', (state = first()) => state);

  expect(before).toBe(1);
  expect(await version()).toBe(before);
});

test('a change that fails leaves everything as it was', async () => {
  const before = await states.change('kept', first);

  const failing = states.change('kept', () => Promise.reject(new Error('no')));

  await expect(failing).rejects.toThrow('no');
  expect(await states.change('kept', (state = first()) => state)).toEqual(before);
});

test('a rule is new when it is first seen, when its source is another, and when it was gone for a week', () => {
  const state = withCluster(first(), 'shop-1', { asked: asked('op-1') });
  const again = (hours: number, changed: object = {}) =>
    known({ ...rule, ...changed }, HERE, state, at(hours));

  expect(first().since).toBe(at(0).toISOString());
  expect(again(1)).toBe(state);
  expect(again(2)).toEqual({ ...state, seen_at: at(2).toISOString() });
  expect(again(7 * 24 + 1)).toMatchObject({ since: at(7 * 24 + 1).toISOString() });
  expect(again(7 * 24 + 1).clusters).toEqual(state.clusters);
  for (const changed of [{ snapshots: 'manual' }, { source: { cluster_id: 'shop' } }])
    expect(again(1, changed)).toMatchObject({ since: at(1).toISOString(), clusters: new Map() });
});
