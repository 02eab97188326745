import { expect, test } from 'vitest';
import { parseConfiguration } from './configuration.ts';

const nightly = {
  name: 'nightly',
  expression: 'cron(0 3 * * ? *)',
  request: { source_cluster_id: 'orders', target_cluster_id: 'orders-staging' },
};

const parse = (...schedules: readonly object[]) => parseConfiguration({ schedules }, 'test');

test('a schedule has a time zone, and is enabled, unless it says otherwise', () => {
  expect(parse(nightly).schedules).toEqual([{ ...nightly, time_zone: 'UTC', enabled: true }]);
});

test.each<[string, object, string]>([
  ['a name too long for the id', { name: 'a-name-of-twenty-abc' }, 'schedules[0].name'],
  ['a name in capitals', { name: 'Nightly' }, 'schedules[0].name'],
  ['a cron of five fields', { expression: 'cron(0 3 * * *)' }, 'schedules[0].expression'],
  ['a cron of both days', { expression: 'cron(0 3 1 * MON *)' }, 'schedules[0].expression'],
  ['a cron of neither day', { expression: 'cron(0 3 ? * ? *)' }, 'schedules[0].expression'],
  ['no expression of either kind', { expression: 'daily' }, 'schedules[0].expression'],
  ['a time zone that is none', { time_zone: 'Middle/Earth' }, 'schedules[0].time_zone'],
  ['a window of more than a day', { flexible_minutes: 1441 }, 'schedules[0].flexible_minutes'],
  ['a request without a target', { request: {} }, 'target_cluster_id'],
  [
    'a request with a field that there is not',
    { request: { ...nightly.request, colour: 'red' } },
    'colour',
  ],
  [
    'an id of its own',
    { request: { ...nightly.request, operation_id: 'mine' } },
    'schedules[0].request.operation_id',
  ],
  [
    'a plan, which restores nothing',
    { request: { ...nightly.request, dry_run: true } },
    'schedules[0].request.dry_run',
  ],
])('%s is refused by its name', (_, wrong, field) => {
  expect(() => parse({ ...nightly, ...wrong })).toThrow(field);
});

test('two schedules of one name are refused', () => {
  expect(() => parse(nightly, nightly)).toThrow('names a schedule twice');
});
