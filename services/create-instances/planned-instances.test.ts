import { expect, test } from 'vitest';
import { someSettings, someTarget } from '../../test/fixtures/steps/operation.ts';
import { plannedInstances } from './planned-instances.ts';

const before = (id: string, writer = false, promotion_tier?: number) => ({
  id,
  instance_class: 'db.r5.large',
  writer,
  ...(promotion_tier !== undefined && { promotion_tier }),
});

const planned = (instance_count: number, ...instances: ReturnType<typeof before>[]) =>
  plannedInstances({
    ...someTarget,
    settings: { ...someSettings, instance_count },
    ...(someTarget.old && { old: { ...someTarget.old, instances } }),
  });

const ids = (...of: Parameters<typeof planned>) => planned(...of).map(({ id }) => id);

test('a new cluster’s instances are numbered', () => {
  const { old: _, ...target } = someTarget;

  const instances = plannedInstances({
    ...target,
    settings: { ...someSettings, instance_count: 2 },
  });

  expect(instances.map(({ id }) => id)).toEqual(['target-1', 'target-2']);
});

test('the names of the old target’s are kept, the writer’s first', () => {
  expect(ids(3, before('b'), before('a', true), before('c'))).toEqual(['a', 'b', 'c']);
});

test('further ones get numbers that are free', () => {
  expect(ids(4, before('target-2', true), before('own'))).toEqual([
    'target-2',
    'own',
    'target-1',
    'target-3',
  ]);
});

test('where fewer are asked for, the writer stays', () => {
  expect(ids(1, before('reader'), before('writer', true))).toEqual(['writer']);
});

test('the tier is the old one’s, the class is the one that is asked for', () => {
  expect(planned(2, before('a', true, 0))).toMatchObject([
    { id: 'a', instance_class: 'db.r6g.large', promotion_tier: 0 },
    { id: 'target-1', instance_class: 'db.r6g.large', promotion_tier: undefined },
  ]);
});

test('there are as many as may be asked for', () => {
  expect(new Set(ids(16)).size).toBe(16);
});
