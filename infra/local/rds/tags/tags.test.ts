import {
  AddTagsToResourceCommand,
  ListTagsForResourceCommand,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import { expect, it } from 'vitest';
import { arn, rdsKit } from '../rds.fixture.ts';

const ResourceName = arn('cluster', 'orders');

it('tags are added, changed, listed and removed', async () => {
  const { createCluster, send, cluster } = rdsKit();
  await createCluster('orders', { Tags: [{ Key: 'a', Value: '1' }] });
  const Tags = [
    { Key: 'a', Value: '2' },
    { Key: 'b', Value: '' },
  ];

  await send(new AddTagsToResourceCommand({ ResourceName, Tags }));
  expect((await send(new ListTagsForResourceCommand({ ResourceName }))).TagList).toEqual(Tags);
  await send(new RemoveTagsFromResourceCommand({ ResourceName, TagKeys: ['a', 'none'] }));

  expect((await cluster('orders')).TagList).toEqual([{ Key: 'b', Value: '' }]);
});

it('events tell the tags of the moment they are sent', async () => {
  const { createCluster, createSnapshot, send, events } = rdsKit();
  await createCluster('orders');
  await createSnapshot('one', 'orders');
  const Tags = [{ Key: 'late', Value: 'yes' }];

  await send(new AddTagsToResourceCommand({ ResourceName, Tags }));
  const key = arn('cluster-snapshot', 'one');
  await send(new AddTagsToResourceCommand({ ResourceName: key, Tags }));

  expect(events.at(-1)?.detail).toMatchObject({ Tags: {} });
});

it.each([
  [arn('cluster', 'none'), 'DBClusterNotFoundFault'],
  [arn('cluster-snapshot', 'none'), 'DBClusterSnapshotNotFoundFault'],
  [arn('db', 'none'), 'DBInstanceNotFoundFault'],
  [arn('proxy', 'none'), 'InvalidParameterValue'],
  ['orders', 'InvalidParameterValue'],
])('tags of %s are refused', async (name, code) => {
  const { send } = rdsKit();
  await expect(send(new ListTagsForResourceCommand({ ResourceName: name }))).rejects.toMatchObject({
    code,
  });
});

it('a resource has 50 tags at most', async () => {
  const { createCluster, send } = rdsKit();
  const tags = (from: number) =>
    Array.from({ length: 30 }, (_, n) => ({ Key: `k${from + n}`, Value: '' }));
  await createCluster('orders', { Tags: tags(0) });

  const answer = send(new AddTagsToResourceCommand({ ResourceName, Tags: tags(30) }));

  await expect(answer).rejects.toThrow(/50/);
});
