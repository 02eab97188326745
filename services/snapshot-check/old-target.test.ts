import { expect, test } from 'vitest';
import { aCluster, anInstance } from '../../shared/aurora/aurora.fixture.ts';
import { anOperation, someSettings, someTarget } from '../../test/fixtures/steps/operation.ts';
import { oldTargetOf } from './old-target.ts';

const cluster = aCluster({
  settings: { port: 3307, vpc_security_group_ids: ['sg-apps', 'sg-isolation'] },
  instances: [
    { id: 'reader', writer: false },
    { id: 'writer', writer: true },
  ],
});

const standing = (maker?: Parameters<typeof oldTargetOf>[0]['maker']) =>
  oldTargetOf({
    cluster,
    instances: [anInstance('reader'), anInstance('writer')],
    maker,
    isolation_group: 'sg-isolation',
  });

test('what stands there is given back, the writer first', () => {
  const old = standing();

  expect(old.settings).toMatchObject({
    port: 3307,
    instances: [{ id: 'writer' }, { id: 'reader' }],
  });
  expect(old.instances.map(({ id }) => id)).toEqual(['writer', 'reader']);
});

test('isolation is nobody’s wish', () => {
  expect(standing().settings.vpc_security_group_ids).toEqual(['sg-apps']);
  expect(
    oldTargetOf({
      cluster: aCluster({ settings: { vpc_security_group_ids: ['sg-isolation'] } }),
      instances: [],
      maker: undefined,
      isolation_group: 'sg-isolation',
    }).settings.vpc_security_group_ids,
  ).toBeUndefined();
});

test('what a restore left that has not completed is given back as it was before that', () => {
  const before = { port: 3333, deletion_protection: true };
  const target = someTarget.old && {
    ...someTarget,
    old: { ...someTarget.old, settings: before },
  };

  const old = standing(anOperation({ status: 'failed', ...(target && { target }) }));

  expect(old).toMatchObject({ resource_id: 'cluster-OLD', settings: before });
  expect(old.instances.map(({ id }) => id)).toEqual(['writer', 'reader']);
});

test('where nothing stood before that, nothing is given back', () => {
  const { old: _, ...target } = someTarget;

  expect(standing(anOperation({ status: 'in_progress', target })).settings).toEqual({});
});

test('of an operation that wrote down no settings its protection counts', () => {
  const settings = { ...someSettings, deletion_protection: true };

  expect(standing(anOperation({ target: { ...someTarget, settings } })).settings).toEqual({
    deletion_protection: true,
  });
});

test('what a completed restore made is as it stands', () => {
  expect(standing(anOperation({ status: 'completed' })).settings).toMatchObject({ port: 3307 });
});
