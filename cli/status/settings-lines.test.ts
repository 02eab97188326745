import { expect, test } from 'vitest';
import { someSettings, someTarget } from '../../test/fixtures/steps/operation.ts';
import { settingsLines } from './settings-lines.ts';

const shown = (target: Partial<typeof someTarget>) =>
  settingsLines({ ...someTarget, ...target }).map((line) => line.replace(/ {2,}/g, ' | '));

test('each setting is told with its value and where it comes from', () => {
  const lines = shown({
    settings: {
      ...someSettings,
      deletion_protection: true,
      vpc_security_group_ids: ['sg-1', 'sg-2'],
      enable_cloudwatch_logs_exports: [],
      serverless_v2_scaling: { min_capacity: 0.5, max_capacity: 8 },
    },
    origins: {
      deletion_protection: 'old_target',
      vpc_security_group_ids: 'request',
      kms_key_id: 'snapshot',
      port: 'rds',
      storage_type: 'rds',
    },
  });

  expect(lines).toEqual(
    expect.arrayContaining([
      'deletion_protection | from the old target | yes',
      'vpc_security_group_ids | from the request | sg-1, sg-2',
      'enable_cloudwatch_logs_exports | none',
      'serverless_v2_scaling | min_capacity=0.5, max_capacity=8',
      'kms_key_id | from the snapshot | –',
      'not set | by default | port, storage_type',
    ]),
  );
});

test('tags, and the settings of an instance, are told together where they come from one place', () => {
  const lines = shown({
    settings: { ...someSettings, tags: { team: 'shop', note: 'a', tier: 'test' } },
    instances: [
      {
        id: 'target-1',
        instance_class: 'db.r6g.large',
        promotion_tier: 0,
        db_parameter_group_name: 'pg',
        tags: { team: 'shop' },
      },
    ],
    origins: {
      'tags.team': 'request',
      'tags.note': 'old_target',
      'tags.tier': 'old_target',
      'instances.target-1.instance_class': 'old_target',
      'instances.target-1.promotion_tier': 'old_target',
      'instances.target-1.db_parameter_group_name': 'request',
      'instances.target-1.tags.team': 'request',
    },
  });

  expect(lines.slice(-5)).toEqual([
    'tags | from the request | team=shop',
    'tags | from the old target | note=a, tier=test',
    'instance target-1 | from the old target | instance_class=db.r6g.large, promotion_tier=0',
    'instance target-1 | from the request | db_parameter_group_name=pg',
    'tags of target-1 | from the request | team=shop',
  ]);
});

test('where nobody recorded what comes from where, the settings are told', () => {
  expect(shown({ origins: undefined })).toContain('db_instance_class | db.r6g.large');
});
