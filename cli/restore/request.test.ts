import { expect, test } from 'vitest';
import { restoreRequest } from '../../events/restore-request.ts';
import { fields } from './fields.ts';
import { commandFor, optionsFor, parseRequest, requestFromOptions } from './request.ts';

test('every field of a request has an option', () => {
  const known = Object.keys(restoreRequest.shape).filter((field) => field !== 'operation_id');

  expect([...new Set(fields.map(({ field }) => field.split('.')[0]))].sort()).toEqual(known.sort());
});

test('options become the fields of a request', () => {
  const request = requestFromOptions({
    snapshot: 'nightly',
    target: 'orders-test',
    instanceCount: '2',
    minCapacity: '0.5',
    maxCapacity: '8',
    securityGroup: ['sg-12345678'],
    finalSnapshot: false,
    tag: ['team=shop', 'note=a=b'],
    watch: true,
  });

  expect(request).toEqual({
    snapshot_name: 'nightly',
    target_cluster_id: 'orders-test',
    instance_count: 2,
    serverless_v2_scaling: { min_capacity: 0.5, max_capacity: 8 },
    vpc_security_group_ids: ['sg-12345678'],
    final_snapshot: false,
    tags: { team: 'shop', note: 'a=b' },
  });
});

test('names are sent as RDS keeps them', () => {
  const request = parseRequest({ snapshot_name: 'Nightly', target_cluster_id: 'Orders-Test' });

  expect(request).toEqual({ snapshot_name: 'nightly', target_cluster_id: 'orders-test' });
});

test.each([
  [{ snapshot_name: 'a' }, '--target (target_cluster_id) is needed'],
  [{ snapshot_name: 'a', target_cluster_id: 'b', colour: 'red' }, 'colour is not a field'],
  [{ snapshot_name: 'a', target_cluster_id: 'b', tags: { 'aws:x': '' } }, '--tag (tags.aws:x)'],
  [{ target_cluster_id: 'b' }, '--snapshot (snapshot_name) is needed'],
])('%j is refused', (request, reason) => {
  expect(() => parseRequest(request)).toThrow(reason);
});

test('a tag without a value is refused', () => {
  expect(() => requestFromOptions({ tag: ['team'] })).toThrow('--tag must be key=value, not team');
});

test('the options of a request ask for the same again', () => {
  const options = optionsFor({
    operation_id: 'op-1',
    snapshot_name: 'nightly',
    serverless_v2_scaling: { min_capacity: 1, max_capacity: 8 },
    vpc_security_group_ids: ['sg-1', 'sg-2'],
    deletion_protection: false,
    final_snapshot: true,
    tags: { note: "it's late" },
  });

  expect(options.join(' ')).toBe(
    "--snapshot nightly --min-capacity 1 --max-capacity 8 --security-group sg-1 sg-2 --no-deletion-protection --final-snapshot --tag 'note=it'\\''s late'",
  );
});

test.each([
  [true, 'plan --snapshot nightly --target orders'],
  [false, 'restore --snapshot nightly --target orders'],
  [undefined, 'restore --snapshot nightly --target orders'],
])('a request with dry_run %s is asked for again by: %s', (dry_run, command) => {
  const request = { snapshot_name: 'nightly', target_cluster_id: 'orders', dry_run };

  expect(commandFor(request).join(' ')).toBe(command);
});

test('none of a list can be said too, and said again', () => {
  expect(requestFromOptions({ logExport: false })).toEqual({ enable_cloudwatch_logs_exports: [] });
  expect(optionsFor({ enable_cloudwatch_logs_exports: [], tags: {} })).toEqual(['--no-log-export']);
});
