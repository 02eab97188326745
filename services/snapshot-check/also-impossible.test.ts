import { expect, test } from 'vitest';
import { aSnapshot } from '../../shared/aurora/aurora.fixture.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import { ACCOUNT, REGION } from '../../test/fixtures/steps/operation.ts';
import { sourcesOf } from '../../test/fixtures/steps/source-world.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { alsoImpossible } from './also-impossible.ts';

const configuration = parseConfiguration({}, 'test');

/** What is wrong with a request that its schema refuses, beside that. */
async function also(request: object, world = new World()) {
  const asked = { snapshot_name: 'shop-1', target_cluster_id: 'target', ...request };
  const here = { account_id: ACCOUNT, region: REGION };
  const check = alsoImpossible({ sourceAt: sourcesOf(world), configuration, here });
  return (await check(asked)).map(({ code, field }) => `${code} ${field}`);
}

test('whatever is right by itself is judged, beside what is not', async () => {
  const reasons = await also({
    colour: 'red',
    port: 'many',
    target_region: 'us-east-1',
    serverless_v2_scaling: { min_capacity: 1, max_capacity: 2 },
    engine_version: '5.7.mysql_aurora.2.12.0',
    target_cluster_id: 'source',
  });

  expect(reasons).toEqual([
    'TARGET_REGION_MISMATCH target_region',
    'REQUEST_INVALID serverless_v2_scaling',
    'ENGINE_VERSION_DOWNGRADE engine_version',
    'TARGET_IS_SOURCE target_cluster_id',
  ]);
});

test('of a snapshot that cannot be restored, so much is told as well', async () => {
  const world = new World().addSnapshot(aSnapshot({ id: 'pg', engine: 'aurora-postgresql' }));

  expect(await also({ snapshot_name: 'pg', colour: 'red' }, world)).toEqual([
    'ENGINE_NOT_SUPPORTED snapshot_name',
  ]);
});

test.each([
  ['a class that is none', { db_instance_class: 7, serverless_v2_scaling: { max_capacity: 2 } }],
  ['scaling that is none', { db_instance_class: 'db.serverless', serverless_v2_scaling: 'much' }],
  ['two snapshots at once', { source_cluster_id: 'other', target_cluster_id: 'source' }],
  ['no target', { target_cluster_id: undefined }],
  ['a snapshot that is not there', { snapshot_name: 'none', colour: 'red' }],
])('nothing is made up about %s', async (_, request) => {
  expect(await also(request)).toEqual([]);
});
