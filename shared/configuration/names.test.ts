import { expect, test } from 'vitest';
import { namesOf } from './names.ts';

test('the names of dev are plain', () => {
  const names = namesOf('dev');

  expect(names.stateTable).toBe('aurora-restore-state');
  expect(names.auditTable).toBe('aurora-restore-audit');
  expect(names.resourcesTable).toBe('aurora-restore-resources');
  expect(names.bus).toBe('aurora-restore');
  expect(names.metrics).toBe('AuroraRestore');
  expect(names.queue('delete-rds')).toBe('aurora-restore-delete-rds');
  expect(names.deadLetterQueue('delete-rds')).toBe('aurora-restore-delete-rds-dlq');
  expect(names.role('delete-rds', 'eu-west-1')).toBe('aurora-restore-delete-rds-role-eu-west-1');
  expect(names.masterSecret).toBe('aurora-restore/dev/master-credentials');
  expect(names.userSecret('shop', 'app_user')).toBe('aurora-restore/dev/shop/app_user');
});

test('those of another environment carry its name', () => {
  const names = namesOf('staging');

  expect(names.stateTable).toBe('aurora-restore-staging-state');
  expect(names.metrics).toBe('AuroraRestore/staging');
  expect(names.queue('delete-rds')).toBe('aurora-restore-staging-delete-rds');
  expect(names.masterSecret).toBe('aurora-restore/staging/master-credentials');
});
