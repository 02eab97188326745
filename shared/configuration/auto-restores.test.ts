import { expect, test } from 'vitest';
import { parseConfiguration } from './configuration.ts';
import { rulesInCycles } from './restore-cycles.ts';

const staging = {
  name: 'staging',
  source: { cluster_id: 'prod' },
  request: { target_cluster_id: 'staging' },
};
const OTHER = '111122223333';
const source_accounts = [{ account_id: OTHER, external_id: 'told-only-to-us' }];

const parse = (...auto_restores: readonly object[]) =>
  parseConfiguration({ auto_restores, source_accounts }, 'test');

/** A rule from one cluster, or from those of a pattern, to another. */
const rule = (name: string, cluster_id: string, target_cluster_id: string, more: object = {}) => ({
  name,
  source: { cluster_id, ...more },
  request: { target_cluster_id },
});

test('a rule is about automated snapshots, each of them, and waits for its target, unless it says otherwise', () => {
  expect(parse(staging).auto_restores).toEqual([
    {
      ...staging,
      snapshots: 'automated',
      request: { target_cluster_id: 'staging', when_busy: 'wait' },
      at_most_every_minutes: 0,
      look_after_minutes: 1500,
    },
  ]);
});

test('what was parsed once can be parsed again', () => {
  const once = parse(staging);

  expect(parseConfiguration(once, 'again')).toEqual(once);
});

test.each<[string, object]>([
  [
    'a pattern whose targets are named after their sources',
    rule('many', 'shop-*', 'x-{source_cluster_id}'),
  ],
  [
    'snapshots by their names alone',
    {
      ...rule('golden', 'x', 'from-{source_cluster_id}'),
      source: { snapshot_pattern: 'golden-*' },
      snapshots: 'manual',
    },
  ],
  ['another account that is configured', rule('far', 'shop', 'shop', { account_id: OTHER })],
  ['another region', rule('far', 'shop', 'shop', { region: 'us-west-2' })],
  [
    'whatever else a request may say',
    {
      ...staging,
      request: { target_cluster_id: 'staging', instance_count: 2, when_busy: 'reject' },
    },
  ],
])('%s may be declared', (_, declared) => {
  expect(() => parse(declared)).not.toThrow();
});

test.each<[string, object, string]>([
  ['a name too long for the id', { name: 'a'.repeat(21) }, 'auto_restores[0].name'],
  ['no source', { source: {} }, 'auto_restores[0].source.cluster_id'],
  [
    'a source in capitals',
    { source: { cluster_id: 'Prod' } },
    'auto_restores[0].source.cluster_id',
  ],
  [
    'a pattern that no name has',
    { source: { cluster_id: '*-' } },
    'auto_restores[0].source.cluster_id',
  ],
  ['a kind that there is not', { snapshots: 'all' }, 'auto_restores[0].snapshots'],
  ['looks all the time', { look_after_minutes: 14 }, 'auto_restores[0].look_after_minutes'],
  ['half a minute', { at_most_every_minutes: 0.5 }, 'auto_restores[0].at_most_every_minutes'],
  ['no target', { request: {} }, 'auto_restores[0].request.target_cluster_id'],
  [
    'a target that RDS refuses',
    { request: { target_cluster_id: 'a--b' } },
    'auto_restores[0].request.target_cluster_id',
  ],
  ['a field that there is not', { request: { target_cluster_id: 'a', colour: 'red' } }, 'colour'],
  [
    'a snapshot of its own',
    { request: { target_cluster_id: 'a', snapshot_name: 'mine' } },
    'auto_restores[0].request.snapshot_name',
  ],
  [
    'a plan, which restores nothing',
    { request: { target_cluster_id: 'a', dry_run: true } },
    'auto_restores[0].request.dry_run',
  ],
  [
    'one target for many sources',
    { source: { cluster_id: 'prod-*' } },
    'auto_restores[0].request.target_cluster_id',
  ],
  [
    'one target for whatever cluster',
    { source: { snapshot_pattern: 'golden' } },
    'auto_restores[0].request.target_cluster_id',
  ],
  [
    'an account that is not configured',
    { source: { cluster_id: 'prod', account_id: '999999999999' } },
    'auto_restores[0].source.account_id',
  ],
])('%s is refused by its name', (_, wrong, field) => {
  expect(() => parse({ ...staging, ...wrong })).toThrow(field);
});

test('two rules of one name are refused', () => {
  expect(() => parse(staging, staging)).toThrow('names a rule twice');
});

test('a chain of rules is not a circle', () => {
  expect(() =>
    parse(rule('staging', 'prod', 'staging'), rule('dev', 'staging', 'dev')),
  ).not.toThrow();
});

test.each<[string, readonly object[], string]>([
  [
    'its own target',
    [rule('self', 'shop', 'shop')],
    'a target of self can be a source of the same rule',
  ],
  [
    'a pattern that takes in its targets',
    [rule('all', '*', 'x-{source_cluster_id}')],
    'the same rule',
  ],
  ['a target named in another case', [rule('self', 'shop', 'SHOP')], 'the same rule'],
  [
    'a circle of three',
    [rule('a', 'one', 'two'), rule('b', 'two', 'three'), rule('c', 'three', 'one')],
    'a target of a can be a source of b, a target of b can be a source of c, a target of c can be a source of a',
  ],
  [
    'a circle of patterns',
    [
      rule('up', 'low-*', 'high-{source_cluster_id}'),
      rule('down', 'high-*', 'low-{source_cluster_id}'),
    ],
    'a target of up can be a source of down',
  ],
])('%s would restore for ever, and is refused', (_, rules, why) => {
  expect(() => parse(...rules)).toThrow(why);
});

test('everything that is wrong with the rules together is told at once', () => {
  const rules = [rule('a', 'one', 'one'), rule('a', 'two', 'two')];

  expect(() => parse(...rules)).toThrow(/twice[\s\S]*target of a[\s\S]*target of a/);
});

test('a circle by way of a place that is written out shows once it is known to be here', () => {
  const here = { account_id: '123456789012', region: 'eu-west-1' };
  const { auto_restores } = parse(rule('self', 'shop', 'shop', { region: here.region }));

  expect(rulesInCycles(auto_restores)).toEqual([]);
  expect(rulesInCycles(auto_restores, { ...here, region: 'us-east-1' })).toEqual([]);
  expect(rulesInCycles(auto_restores, here)).toHaveLength(1);
});
