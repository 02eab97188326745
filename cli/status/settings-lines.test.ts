import { expect, test } from 'vitest';
import { someSettings, someTarget } from '../../test/fixtures/steps/operation.ts';
import { settingsLines } from './settings-lines.ts';

test('each setting is told with its value and where it comes from', () => {
  const lines = settingsLines({
    ...someTarget,
    settings: {
      ...someSettings,
      deletion_protection: true,
      vpc_security_group_ids: ['sg-1', 'sg-2'],
      serverless_v2_scaling: { min_capacity: 0.5, max_capacity: 8 },
      tags: {},
    },
    instances: [{ id: 'target-1', instance_class: 'db.r6g.large', promotion_tier: 0 }],
    origins: {
      deletion_protection: 'old_target',
      vpc_security_group_ids: 'request',
      port: 'rds',
      instances: 'old_target',
    },
  }).map((line) => line.replace(/ {2,}/g, ' | '));

  expect(lines).toEqual(
    expect.arrayContaining([
      'deletion_protection | yes | from the old target',
      'vpc_security_group_ids | sg-1, sg-2 | from the request',
      'serverless_v2_scaling | min_capacity=0.5, max_capacity=8',
      'tags | none',
      'port | – | RDS’s default',
      'instances | target-1 db.r6g.large, tier 0 | from the old target',
    ]),
  );
});

test('where nobody recorded what comes from where, the settings are told', () => {
  expect(settingsLines({ ...someTarget, origins: undefined })).not.toEqual([]);
});
