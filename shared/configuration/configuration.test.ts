import { expect, test } from 'vitest';
import { parseConfiguration } from './configuration.ts';
import { privilegesOf } from './database.ts';
import { notifyingEvents } from './notifications.ts';

/** What is said of a configuration that is not valid. */
function refusal(given: unknown): string {
  try {
    parseConfiguration(given, 'configuration.json');
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

/** A value at a path of fields, e.g. `defaults.port`. */
const at = (path: string, value: unknown): unknown =>
  path.split('.').reduceRight((inner, field) => ({ [field]: inner }), value);

test('everything has a default', () => {
  expect(parseConfiguration({}, 'nothing')).toEqual({
    environment: 'dev',
    defaults: {
      db_instance_class: 'db.r6g.large',
      instance_count: 1,
      final_snapshot: true,
      archive: 'delete',
      deletion_protection: false,
      tags: {},
      credentials: 'source',
    },
    allowed_targets: [],
    source_accounts: [],
    allow_unproven_keys: false,
    max_concurrent_restores: 10,
    longest_queued_minutes: 10_080,
    schedules: [],
    auto_restores: [],
    deadline_minutes: {},
    database: {
      inherited_events: 'keep',
      inherited_replication: 'keep',
      schemas: [],
      users: [
        { username: 'app_user', host: '%', privileges: 'read_write' },
        { username: 'readonly_user', host: '%', privileges: 'read' },
      ],
      custom_sql: [],
    },
    notifications: { events: notifyingEvents, webhooks: [] },
  });
});

test('what was parsed once can be parsed again', () => {
  const once = parseConfiguration({ allowed_targets: [{ cluster_id: 'shop' }] }, 'once');

  expect(parseConfiguration(once, 'again')).toEqual(once);
});

const serverless = {
  db_instance_class: 'db.serverless',
  serverless_v2_scaling: { min_capacity: 0, max_capacity: 4 },
};

test.each<[string, ...unknown[]]>([
  ['environment', 'a', 'staging', 'a-b-1'],
  ['defaults', serverless],
  ['defaults.instance_count', 16],
  ['defaults.tags', { team: 'shop' }],
  ['defaults.vpc_security_group_ids', ['sg-12345678']],
  [
    'allowed_targets',
    [{ cluster_id: 'shop', instance_ids: ['shop-*', '*'], lift_protection: true }],
  ],
  ['deadline_minutes', { check_copy: 10, delete_rds: 1 }],
  ['allow_unproven_keys', true],
  [
    'source_accounts',
    [{ account_id: '111122223333', external_id: 'told-only-here' }],
    [
      {
        account_id: '111122223333',
        external_id: 'told-only-here',
        share: true,
        extra_copy_kms_key_ids: { 'eu-west-1': 'arn:aws:kms:eu-west-1:111122223333:key/1' },
      },
    ],
  ],
  ['defaults.kms_key_id', 'alias/shop'],
  ['defaults.credentials', 'managed'],
  ['defaults.undeclared_users', 'drop'],
  ['database.inherited_events', 'disable'],
  ['database.inherited_replication', 'end'],
  ['database.schemas', ['shop', 'my_shop']],
  [
    'database.users',
    [],
    [{ username: 'etl', host: '10.0.%', privileges: ['SELECT', 'TRIGGER'], schemas: ['shop'] }],
  ],
  ['database.custom_sql', ['UPDATE shop.customers SET email = NULL']],
])('%s may be %j', (path, ...values) => {
  for (const value of values) expect(refusal(at(path, value))).toBe('');
});

test.each<[string, ...unknown[]]>([
  ['environment', '', 'Dev', '1st', 'a'.repeat(17), 7],
  ['defaults.db_instance_class', 'large'],
  ['defaults.instance_count', 0, 17, '1'],
  ['defaults.final_snapshot', 'yes'],
  ['defaults.archive', 'glacier'],
  ['defaults.deletion_protection', 1],
  ['defaults.vpc_security_group_ids', [], ['default']],
  ['defaults.serverless_v2_scaling', { min_capacity: 1, max_capacity: 2 }],
  ['defaults.tags', { 'aws:x': '' }, { a: 1 }],
  ['allowed_targets', 'shop', [{ cluster_id: 'shop' }, { cluster_id: 'shop' }]],
  ['allowed_targets[0].cluster_id', [{}], [{ cluster_id: 'Shop' }], [{ cluster_id: '*' }]],
  ['allowed_targets[0].instance_ids', [{ cluster_id: 'shop', instance_ids: 'shop-1' }]],
  ['allowed_targets[0].lift_protection', [{ cluster_id: 'shop', lift_protection: 'yes' }]],
  [
    'source_accounts',
    Array.from({ length: 2 }, () => ({ account_id: '111122223333', external_id: 'twice' })),
  ],
  ['source_accounts[0].account_id', [{ account_id: 'shop', external_id: 'told' }]],
  ['source_accounts[0].external_id', [{ account_id: '111122223333', external_id: '' }]],
  ['defaults.credentials', 'other'],
  ['database.inherited_events', 'drop'],
  ['deadline_minutes.check_copy', 0, 1.5, '10'],
  ['deadline_minutes', { check_everything: 10 }],
  ['database.schemas[0]', [''], ['mysql'], ['Information_Schema']],
  [
    'database.users[0].username',
    [{ username: 'rdsadmin', privileges: 'read' }],
    [{ username: "o'neil", privileges: 'read' }],
    [{ username: 'x'.repeat(33), privileges: 'read' }],
  ],
  [
    'database.users[1].username',
    [
      { username: 'etl', privileges: 'read' },
      { username: 'etl', host: '10.0.%', privileges: 'read_write' },
    ],
  ],
  ['database.users[0].host', [{ username: 'a', privileges: 'read', host: "'" }]],
  [
    'database.users[0].privileges',
    [{ username: 'a' }],
    [{ username: 'a', privileges: 'all' }],
    [{ username: 'a', privileges: ['SUPER'] }],
    [{ username: 'a', privileges: [] }],
  ],
  ['database.custom_sql[0]', ['']],
])('%s cannot be %j, and the error names it', (path, ...values) => {
  const [field = ''] = path.split('[');

  for (const value of values) {
    const told = refusal(at(field, value));

    expect(told).toContain('configuration.json is not a valid configuration');
    expect(told).toContain(path);
  }
});

test.each(['colour', 'defaults.colour', 'database.colour'])(
  'an unknown field %s is refused',
  (path) => {
    expect(refusal(at(path, 'red'))).toContain('colour');
  },
);

test('everything that is wrong is told at once', () => {
  const told = refusal({
    environment: '',
    defaults: { instance_count: 0, archive: 'x' },
    database: { schemas: [''] },
  });

  for (const field of [
    'environment',
    'defaults.instance_count',
    'defaults.archive',
    'database.schemas[0]',
  ])
    expect(told).toContain(field);
});

test('a class that is serverless needs its scaling', () => {
  expect(refusal({ defaults: { db_instance_class: 'db.serverless' } })).toContain(
    'defaults.serverless_v2_scaling',
  );
});

test('reading is less than reading and writing', () => {
  const read = privilegesOf({ privileges: 'read' });
  const readWrite = privilegesOf({ privileges: 'read_write' });

  expect(read).toEqual(['SELECT', 'SHOW VIEW']);
  expect(readWrite).toEqual(expect.arrayContaining([...read, 'INSERT', 'UPDATE', 'DELETE']));
  expect(readWrite).not.toContain('DROP');
});

test('named privileges are those', () => {
  expect(privilegesOf({ privileges: ['TRIGGER'] })).toEqual(['TRIGGER']);
});
