import { expect, test } from 'vitest';
import type { RestoreRequest } from '../../events/restore-request.ts';
import { aCluster, aSnapshot } from '../../shared/aurora/aurora.fixture.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { ACCOUNT } from '../../test/fixtures/steps/operation.ts';
import {
  arnThere,
  SOURCE_ACCOUNT,
  SOURCE_REGION,
  SourceWorld,
} from '../../test/fixtures/steps/source-world.ts';
import { check } from './snapshot-check.fixture.ts';

/** A snapshot in another account, and a target that nobody has looked at yet. */
function asked(): SourceWorld {
  const world = new SourceWorld();
  const { target: _, snapshot: __, source: ___, ...operation } = world.operation;
  world.operation = operation;
  return world;
}

const there = { source_account_id: SOURCE_ACCOUNT, source_region: SOURCE_REGION };
type Account = Configuration['source_accounts'][number];
const account = (more: Partial<Account> = {}): Account => ({
  account_id: SOURCE_ACCOUNT,
  external_id: 'told-only-here',
  share: false,
  extra_copy_kms_key_ids: {},
  ...more,
});

/** Looks at a request for the snapshot there. */
const look = (
  world: SourceWorld,
  accounts: readonly Account[],
  request: Partial<RestoreRequest> = {},
) => check(world, { accounts: [...accounts], request: { ...there, ...request } });

async function sourceOf(...given: Parameters<typeof look>) {
  const answer = await look(...given);
  if (answer.kind !== 'done') throw new Error('it is not done');
  return answer.learnt.source;
}

test('what the other account has shared is copied from there, and not shared anew', async () => {
  const world = asked();
  world.shares.add(`shop-1 with ${ACCOUNT}`);

  const answer = await look(world, [account()]);

  expect(answer).toMatchObject({
    event: { facts: { copy_required: true, snapshot_arn: arnThere('shop-1') } },
    learnt: {
      source: { account_id: SOURCE_ACCOUNT, region: SOURCE_REGION, foreign: true, share: false },
    },
  });
});

test('what is not shared is shared by the pipeline where the deployment lets it', async () => {
  expect(await sourceOf(asked(), [account({ share: true })])).toMatchObject({ share: true });
});

test('what is not shared, and may not be, stops the request', async () => {
  await expect(look(asked(), [account()])).rejects.toMatchObject({
    code: 'SNAPSHOT_NOT_SHARED',
    message: expect.stringContaining(arnThere('shop-1')),
  });
});

test.each<[string, Partial<ClusterSnapshot>]>([
  ['SNAPSHOT_AUTOMATED', { type: 'automated' }],
  ['SNAPSHOT_DEFAULT_KEY', { kms_key_id: 'arn:aws:kms:us-east-1:210987654321:key/default' }],
])('%s: what cannot be shared needs a copy there first', async (code, snapshot) => {
  const key = 'arn:aws:kms:us-east-1:210987654321:key/for-copies';
  const made = () => {
    const world = asked().addThere(aSnapshot(snapshot));
    world.defaultKeys.add('arn:aws:kms:us-east-1:210987654321:key/default');
    world.unprovenKeys.add('arn:aws:kms:us-east-1:210987654321:key/default');
    return world;
  };
  const withKey = { extra_copy_kms_key_ids: { [SOURCE_REGION]: key } };

  /** And nothing else: what cannot be brought here is not read with the pipeline's own credentials. */
  await expect(look(made(), [account({ share: true })])).rejects.toMatchObject({
    code,
    reasons: undefined,
  });
  await expect(look(made(), [account(withKey)])).rejects.toMatchObject({ code });
  expect(await sourceOf(made(), [account({ share: true, ...withKey })])).toMatchObject({
    share: true,
    extra_copy_kms_key_id: key,
  });
});

test('of an account that is not configured only what it has shared is seen, and copied', async () => {
  expect(await sourceOf(asked(), [])).toMatchObject({ foreign: true, share: false });
});

test('a copy from elsewhere is under a key of this account, RDS’s default one if nobody names another', async () => {
  const answer = await look(asked(), [account({ share: true })]);

  expect(answer).toMatchObject({
    learnt: {
      target: {
        settings: { kms_key_id: expect.stringContaining(`:${ACCOUNT}:key/aws/rds`) },
        origins: { kms_key_id: 'rds' },
      },
    },
  });
});

test('what is not encrypted is copied from elsewhere without a key', async () => {
  const world = asked().addThere(aSnapshot({ kms_key_id: undefined }));

  const answer = await look(world, [account({ share: true })]);

  expect(answer).toMatchObject({ event: { facts: { copy_required: true } } });
  expect(answer).not.toHaveProperty('learnt.target.settings.kms_key_id');
});

test('an ARN says by itself where the snapshot lies', async () => {
  const world = asked();
  const request = { snapshot_name: arnThere('shop-1') };

  const answer = await check(world, { accounts: [account({ share: true })], request });

  expect(answer).toMatchObject({ learnt: { source: { region: SOURCE_REGION } } });
});

test('in another region of the same account nothing is shared', async () => {
  const request = { source_region: SOURCE_REGION };

  const answer = await check(asked(), { request });

  expect(answer).toMatchObject({
    learnt: { source: { account_id: ACCOUNT, foreign: false, share: false } },
  });
});

test('a snapshot that is not there is told of with its place', async () => {
  const request = { snapshot_name: 'none' };

  await expect(look(asked(), [account()], request)).rejects.toMatchObject({
    code: 'SNAPSHOT_NOT_FOUND',
    message: `there is no cluster snapshot none in ${SOURCE_REGION} in account ${SOURCE_ACCOUNT}`,
  });
});

test('a cluster here may have the name that the source has there', async () => {
  const world = asked();
  world.addCluster(aCluster({ id: 'source' }));
  const request = { target_cluster_id: 'source' };

  expect(await look(world, [account({ share: true })], request)).toMatchObject({ kind: 'done' });
});

test('but not where the snapshot there is itself a copy', async () => {
  const world = asked().addThere(aSnapshot({ copy_of: aSnapshot().arn }));
  const request = { target_cluster_id: 'source' };

  await expect(look(world, [account({ share: true })], request)).rejects.toMatchObject({
    reasons: [{ code: 'TARGET_IS_SOURCE' }],
  });
});

test('what an account that is not configured does not share is told as that', async () => {
  const request = { snapshot_name: 'none' };

  await expect(look(asked(), [], request)).rejects.toMatchObject({
    code: 'SNAPSHOT_NOT_SHARED',
    message: `no cluster snapshot none in ${SOURCE_REGION} in account ${SOURCE_ACCOUNT} is shared with ${ACCOUNT}`,
  });
});
