import { expect, test } from 'vitest';
import { Rejection } from '../../shared/errors.ts';
import type { Turn } from '../../shared/line/line.ts';
import { NOW } from '../../test/fixtures/steps/operation.ts';
import { asked, check } from './snapshot-check.fixture.ts';

const second: Turn = { kind: 'waiting', behind: undefined };
const behind: Turn = {
  ...second,
  behind: { operation_id: 'op-0', target: 'target', since: NOW.toISOString() },
};

test('a request that can be carried out waits for its turn, and takes nothing before', async () => {
  const world = asked();
  world.turn = second;

  expect(await check(world)).toEqual({
    kind: 'check-again',
    queued: 'restores',
    reason: 'waits for its turn in the line of restores',
  });
  expect(world.effects).toEqual([]);
  expect(world.held.size).toBe(0);
});

test('a request that can never be carried out is told so at once, and does not stand in line', async () => {
  const world = asked();
  world.turn = second;

  await expect(check(world, { request: { target_region: 'us-west-2' } })).rejects.toThrow(
    Rejection,
  );
  expect(world.did).not.toContain('stand in the line of restores');
});

test('a plan waits for nothing', async () => {
  const world = asked();
  world.turn = second;

  expect(await check(world, { request: { dry_run: true } })).toMatchObject({
    event: { name: 'RestorePlanned' },
  });
  expect(world.did).not.toContain('stand in the line of restores');
});

test('what waits already is not looked into before its turn has come', async () => {
  const world = asked();
  world.turn = second;
  world.operation = { ...world.operation, queued: { for: 'restores', since: NOW.toISOString() } };

  await check(world);

  expect(world.did).toEqual(['stand in the line of restores']);
});

test('once its turn has come everything is looked at afresh', async () => {
  const world = asked();
  world.operation = { ...world.operation, queued: { for: 'restores', since: NOW.toISOString() } };
  world.snapshots.clear();

  await expect(check(world)).rejects.toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' });
});

test('a request for a target that another has or awaits is rejected', async () => {
  const world = asked();
  world.turn = behind;

  await expect(check(world)).rejects.toMatchObject({
    reasons: [{ code: 'TARGET_LOCKED', field: 'target_cluster_id' }],
  });
});

test('it waits for the other where it says so', async () => {
  const world = asked();
  world.turn = behind;

  expect(await check(world, { request: { when_busy: 'wait' } })).toMatchObject({
    queued: 'restores',
    reason: expect.stringContaining('waits for operation op-0'),
  });
});

test('also where the other stands in no line', async () => {
  const world = asked();
  world.held.set('target', 'op-0');

  const waiting = await check(world, { request: { when_busy: 'wait' } });

  expect(waiting).toMatchObject({ queued: 'restores', reason: expect.stringContaining('op-0') });
  expect(world.held.get('target')).toBe('op-0');
  await expect(check(world)).rejects.toMatchObject({ reasons: [{ code: 'TARGET_LOCKED' }] });
});

test('a plan of a request that waits for the target tells whom it would wait for', async () => {
  const world = asked();
  world.held.set('target', 'op-0');

  expect(await check(world, { request: { when_busy: 'wait', dry_run: true } })).toMatchObject({
    learnt: { plan: { can_finish: true, waits: [expect.stringContaining('op-0')] } },
  });
});
