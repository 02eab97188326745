import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDeployment, shipped } from '../../infra/deployment.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aurora-restore-test-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function read(text: string) {
  const file = join(directory, 'configuration.json');
  writeFileSync(file, text);
  return readDeployment(file);
}

test('an empty configuration is a deployment', () => {
  expect(read('{}')).toMatchObject({
    environment: 'dev',
    stack_name: 'AuroraRestore',
    log_level: 'INFO',
    notify: [],
    alert: [],
  });
});

test('what only the deployment needs is not shipped with the functions', () => {
  const deployment = read(
    JSON.stringify({
      network: { vpc_id: 'vpc-1', subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] },
      notify: ['dba@example.com'],
      pipeline: { account_id: '123456789012', region: 'eu-west-1' },
    }),
  );

  expect(Object.keys(shipped(deployment)).sort()).toEqual([
    'allow_unproven_keys',
    'allowed_targets',
    'auto_restores',
    'database',
    'deadline_minutes',
    'defaults',
    'environment',
    'longest_queued_minutes',
    'max_concurrent_restores',
    'notifications',
    'schedules',
    'source_accounts',
  ]);
});

test('a file that is wrong is refused by its name, and every field by its own', () => {
  const wrong = {
    environment: 'PROD',
    stack_name: '1st',
    log_level: 'LOUD',
    notify: ['nobody'],
    network: { vpc_id: 'default', subnet_ids: [], security_group_ids: ['default'] },
    defaults: { instance_count: 0 },
    allowed_targets: [{ cluster_id: 'shop', lift_protection: 'yes' }],
    database: { users: [{ username: 'root', privileges: 'read' }] },
    colour: 'red',
  };

  expect(() => read(JSON.stringify(wrong))).toThrow(/configuration\.json is not a valid/);
  for (const field of [
    'environment',
    'stack_name',
    'log_level',
    'notify[0]',
    'network.vpc_id',
    'network.subnet_ids',
    'network.security_group_ids[0]',
    'defaults.instance_count',
    'allowed_targets[0].lift_protection',
    'database.users[0].username',
    'colour',
  ])
    expect(() => read(JSON.stringify(wrong))).toThrow(field);
});

test('a stack for another account needs that account, and the pipeline’s', () => {
  const source_regions = { '210987654321': ['us-east-1'] };

  const attempt = () => read(JSON.stringify({ source_regions }));

  expect(attempt).toThrow(/is needed beside source_regions[\s\S]*is not one of source_accounts/);
});

test('the pipeline’s own region needs no stack of its own', () => {
  const pipeline = { account_id: '123456789012', region: 'eu-west-1' };
  const own =
    (...regions: string[]) =>
    () =>
      read(JSON.stringify({ pipeline, source_regions: { [pipeline.account_id]: regions } }));

  expect(own('us-east-1')).not.toThrow();
  expect(own('us-east-1', 'eu-west-1')).toThrow('the pipeline’s own region');
});

test('rules that restore for ever are refused where it is known which place is the pipeline’s', () => {
  const rule = {
    name: 'self',
    source: { cluster_id: 'shop', region: 'eu-west-1' },
    request: { target_cluster_id: 'shop' },
  };
  const at = (region: string) => () =>
    read(
      JSON.stringify({ pipeline: { account_id: '123456789012', region }, auto_restores: [rule] }),
    );

  expect(at('us-east-1')).not.toThrow();
  expect(at('eu-west-1')).toThrow('would restore for ever');
});

test('a file that is no JSON is refused by its name', () => {
  expect(() => read('{ environment: dev }')).toThrow(/configuration\.json is not JSON/);
});

test('a file that is not there is refused by its name', () => {
  expect(() => readDeployment(join(directory, 'none.json'))).toThrow(/none\.json cannot be read/);
});
