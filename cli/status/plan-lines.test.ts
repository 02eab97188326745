import { expect, test } from 'vitest';
import {
  at,
  eventWith,
  later,
  operationWith,
  planWith,
} from '../../shared/operation/operation.fixture.ts';
import type { Plan } from '../../shared/operation/plan.ts';
import { someTarget } from '../../test/fixtures/steps/operation.ts';
import { plain } from '../output/paint.ts';
import { PROGRAM } from '../program-name.ts';
import { listLines } from './list-operations.ts';
import { planLines } from './plan-lines.ts';
import { statusLines } from './status-text.ts';

const request = {
  operation_id: 'op-1',
  snapshot_name: 'nightly',
  target_cluster_id: 'orders-test',
  dry_run: true,
};

const showing = { paint: plain, flags: ['--region', 'eu-west-1'], now: later(0) };

const planned = (overrides: Partial<Plan> = {}) => {
  const plan = planWith(overrides);
  const operation = operationWith({
    operation_id: 'op-1',
    status: 'planned',
    step: 'check_snapshot',
    request,
    plan,
    end_time: at(-119),
    stages: { check_snapshot: { event: eventWith(), started_at: at(-120), ended_at: at(-119) } },
  });
  return { operation, plan };
};

const shown = (overrides: Partial<Plan> = {}) => {
  const { operation, plan } = planned(overrides);
  return planLines(operation, plan, showing);
};

const disabled = {
  code: 'KEY_DISABLED',
  field: 'kms_key_id',
  message: 'the key alias/orders is disabled',
  remedy: 'Enable it.',
};
const unknown = (allowed: boolean) => ({
  code: 'KEY_NOT_USABLE',
  message: 'whether RDS may use alias/orders is not known',
  remedy: 'Look at its policy.',
  allowed,
});

test('a plan that can be carried out says what it would do, and how to have it done', () => {
  const lines = shown({
    waits: ['5 copies in progress'],
    deletes: ['cluster orders-test', 'instance orders-test-1'],
    creates: ['cluster orders-test'],
    keeps: ['final snapshot of orders-test'],
    notes: ['orders-test has deletion protection, which is lifted'],
  });

  expect(lines).toEqual([
    'A restore of orders-test from nightly can finish',
    '',
    'Would wait for',
    '  5 copies in progress',
    '',
    'Would delete',
    '  cluster orders-test',
    '  instance orders-test-1',
    '',
    'Would create',
    '  cluster orders-test',
    '',
    'Would keep',
    '  final snapshot of orders-test',
    '',
    'Notes',
    '  orders-test has deletion protection, which is lifted',
    '',
    'Nothing was changed. Carry it out with:',
    '',
    `  ${PROGRAM} restore --snapshot nightly --target orders-test --region eu-west-1`,
  ]);
});

test('everything in its way is told at once, each with its remedy, and how to plan again', () => {
  const missing = { code: 'REFERENCE_NOT_FOUND', message: 'no group pg', remedy: 'Create it.' };

  const lines = shown({ can_finish: false, findings: [disabled, missing] });

  expect(lines).toEqual([
    'A restore of orders-test from nightly cannot finish: 2 things are in its way',
    '',
    'In its way',
    '  KEY_DISABLED (kms_key_id): the key alias/orders is disabled',
    '    Enable it.',
    '  REFERENCE_NOT_FOUND: no group pg',
    '    Create it.',
    '',
    'Nothing was changed. Plan again with:',
    '',
    `  ${PROGRAM} plan --snapshot nightly --target orders-test --region eu-west-1`,
  ]);
});

test.each([
  [true, 'can finish, as far as is known', 'lets a restore go on'],
  [false, 'cannot finish: 1 thing is unproven', 'lets no restore go on'],
])('what is unproven and allowed (%s) says: %s', (allowed, verdict, leave) => {
  const text = shown({ can_finish: allowed, unproven: [unknown(allowed)] }).join('\n');

  expect(text).toContain(verdict);
  expect(text).toContain(leave);
});

test('the settings of the target are told with where they come from', () => {
  const { operation, plan } = planned();
  const target = { ...someTarget, origins: { engine_version: 'snapshot' as const } };

  const text = planLines({ ...operation, target }, plan, showing).join('\n');

  expect(text).toMatch(/Settings\n(?: .*\n)* {2}engine_version +from the snapshot +8\.0\S+/);
});

test('the status of a planned operation has ended, and tells the plan', () => {
  const lines = statusLines(planned({ creates: ['cluster orders-test'] }).operation, showing);

  expect(lines.slice(0, 8)).toEqual([
    'Operation op-1 · planned after 1.0 s',
    '  orders-test from nightly',
    '',
    '  ✓ check_snapshot         1.0 s',
    '',
    '  A restore of orders-test from nightly can finish',
    '',
    '  Would create',
  ]);
});

test('while it is planned no stage is told that will not come', () => {
  const { operation } = planned();

  const text = statusLines({ ...operation, status: 'in_progress', plan: undefined }, showing);

  expect(text.join('\n')).not.toContain('copy_snapshot');
});

test('a planned operation is listed with the time that planning took', () => {
  expect(listLines([planned().operation], later(0))[1]).toMatch(/^op-1 +planned .* 1\.0 s /);
});
