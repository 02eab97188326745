import { describe, expect, test } from 'vitest';
import { aSnapshot, madeBy, madeIn } from '../../shared/aurora/aurora.fixture.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import { isAbout, isNamedFor } from './is-about.ts';

const HERE = { account_id: '123456789012', region: 'eu-west-1' };

const rulesOf = (...auto_restores: readonly object[]) =>
  parseConfiguration({ auto_restores }, 'test').auto_restores;

/** A rule that takes whatever there is. */
const everything = {
  name: 'everything',
  source: { snapshot_pattern: '*' },
  snapshots: 'any',
  request: { target_cluster_id: 'mirror-{source_cluster_id}' },
};

function about(declared: object, snapshot: Partial<ClusterSnapshot>, ...others: object[]): boolean {
  const rules = rulesOf({ ...everything, ...declared }, ...others);
  const [rule] = rules;
  const id = snapshot.id ?? 'shop-1';
  const arn = `arn:aws:rds:${HERE.region}:${HERE.account_id}:cluster-snapshot:${id}`;
  return rule !== undefined && isAbout(rules, HERE)(rule, aSnapshot({ id, arn, ...snapshot }));
}

test.each(['automated', 'manual'] as const)(
  'a rule about any snapshot is about one that is %s',
  (type) => {
    expect(about({}, { type })).toBe(true);
  },
);

test.each(['automated', 'manual'] as const)(
  'a rule about %s ones is about no others',
  (snapshots) => {
    expect(about({ snapshots }, { type: 'automated' })).toBe(snapshots === 'automated');
    expect(about({ snapshots }, { type: 'manual' })).toBe(snapshots === 'manual');
    expect(about({ snapshots }, { type: 'awsbackup' })).toBe(false);
  },
);

test.each(['awsbackup', 'manual'] as const)(
  'a snapshot of AWS Backup, which no request can name, is nobody’s, also where RDS calls it %s',
  (type) => {
    expect(about({}, { type, id: 'awsbackup:job-0c1c' })).toBe(false);
  },
);

test('what another account shares is no snapshot of this place', () => {
  for (const type of ['shared', 'public'] as const) expect(about({}, { type })).toBe(false);
});

test.each([
  ['nightly', 'nightly', true],
  ['nightly', 'rds:nightly', true],
  ['nightly', 'nightly-1', false],
  ['shop-*', 'rds:shop-2026-01-01-00-05', true],
  ['*-golden', 'shop-golden', true],
])('a pattern %s on the name %s', (snapshot_pattern, name, named) => {
  const [rule] = rulesOf({ ...everything, source: { snapshot_pattern } });

  expect(rule && isNamedFor(rule, name)).toBe(named);
});

describe('what a pipeline made is nobody’s, even for a rule that takes everything:', () => {
  test.each<[string, Partial<ClusterSnapshot>]>([
    ['a copy', { id: 'aurora-restore-op-1-copy-1', tags: { 'aurora-restore:purpose': 'copy' } }],
    ['a copy that shows no tags', { id: 'aurora-restore-op-1-copy-1', tags: {} }],
    ['a final snapshot', { id: 'aurora-restore-op-1-final-1', tags: madeBy('op-1') }],
    ['what another environment made', { id: 'aurora-restore-x-final-1', tags: madeIn('prod') }],
    [
      'somebody’s copy of a copy, with its tags',
      { id: 'mine', tags: { 'aurora-restore:purpose': 'copy' } },
    ],
  ])('%s', (_, snapshot) => {
    for (const type of ['manual', 'automated', 'awsbackup'] as const)
      expect(about({}, { type, ...snapshot })).toBe(false);
  });
});

test('a restored cluster’s own snapshots are like any other, with the tags that they inherit', () => {
  expect(about({}, { type: 'automated', id: 'rds:restored-2026', tags: madeBy('op-1') })).toBe(
    true,
  );
  expect(about({}, { type: 'manual', id: 'by-hand', tags: madeBy('op-1') })).toBe(true);
});

test('so is an automated snapshot of a cluster whose name begins as the pipeline’s do', () => {
  expect(about({}, { type: 'automated', id: 'rds:aurora-restore-lab-2026' })).toBe(true);
});

test('somebody’s copy of a snapshot is an ordinary one', () => {
  expect(about({}, { type: 'manual', copy_of: 'arn:aws:rds:eu-west-1:1:cluster-snapshot:x' })).toBe(
    true,
  );
});

test('a rule about clusters of a pattern is about those, and only if they can be restored', () => {
  const source = { cluster_id: 'shop-*' };

  expect(about({ source }, { source_cluster_id: 'shop-eu' })).toBe(true);
  expect(about({ source }, { source_cluster_id: 'billing' })).toBe(false);
  expect(about({ source }, { source_cluster_id: 'shop-eu', engine: 'aurora-postgresql' })).toBe(
    false,
  );
});

test('a rule about one cluster is about it whatever it is, so that people hear what is wrong', () => {
  const one = { source: { cluster_id: 'shop' }, request: { target_cluster_id: 'staging' } };

  expect(about(one, { source_cluster_id: 'shop', engine: 'aurora-postgresql' })).toBe(true);
  expect(about(one, { source_cluster_id: 'shop-2' })).toBe(false);
});

test('a rule that names no cluster is about none that a rule restores here', () => {
  const staging = {
    name: 'staging',
    source: { cluster_id: 'prod' },
    request: { target_cluster_id: 'staging' },
  };

  expect(about({}, { source_cluster_id: 'prod' }, staging)).toBe(true);
  expect(about({}, { source_cluster_id: 'staging' }, staging)).toBe(false);
  expect(about({}, { source_cluster_id: 'mirror-prod' }, staging)).toBe(false);
  const elsewhere = { source: { snapshot_pattern: '*', region: 'us-east-1' } };
  expect(about(elsewhere, { source_cluster_id: 'staging' }, staging)).toBe(true);
});
