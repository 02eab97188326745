import { DescribeEventsCommand, type DescribeEventsCommandInput } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { arn, rdsKit } from '../rds.fixture.ts';

const HOUR = 3_600_000;

const messagesOf =
  ({ send }: Pick<ReturnType<typeof rdsKit>, 'send'>) =>
  async (input: DescribeEventsCommandInput = {}) =>
    (await send(new DescribeEventsCommand(input))).Events?.map(({ Message }) => Message);

describe('DescribeEvents', () => {
  it('tells events without id and tags', async () => {
    const { createCluster, send } = rdsKit();
    await createCluster('orders', { Tags: [{ Key: 'team', Value: 'dba' }] });

    const { Events } = await send(new DescribeEventsCommand({}));

    expect(Events).toEqual([
      {
        SourceIdentifier: 'orders',
        SourceType: 'db-cluster',
        SourceArn: arn('cluster', 'orders'),
        Message: 'DB cluster created',
        EventCategories: ['creation'],
        Date: expect.any(Date),
      },
    ]);
  });

  it('goes back an hour, or as far as asked, and 14 days at most', async () => {
    const kit = rdsKit();
    const messages = messagesOf(kit);
    await kit.createCluster('orders');

    kit.clock.advance(2 * HOUR);
    expect(await messages()).toEqual([]);
    expect(await messages({ Duration: 180 })).toEqual(['DB cluster created']);
    const StartTime = new Date(kit.clock.now() - 3 * HOUR);
    expect(await messages({ StartTime })).toEqual(['DB cluster created']);
    kit.clock.advance(14 * 24 * HOUR);
    expect(await messages({ StartTime })).toEqual([]);
  });

  it('selects by source and category', async () => {
    const kit = rdsKit();
    const messages = messagesOf(kit);
    await kit.createCluster('orders');
    await kit.createCluster('other');
    await kit.createSnapshot('nightly', 'orders');

    expect(await messages({ SourceType: 'db-cluster' })).toHaveLength(2);
    expect(await messages({ SourceType: 'db-cluster', SourceIdentifier: 'Orders' })).toHaveLength(
      1,
    );
    expect(await messages({ EventCategories: ['backup'] })).toHaveLength(2);
    await expect(messages({ SourceIdentifier: 'orders' })).rejects.toThrow(/source type/);
  });
});
