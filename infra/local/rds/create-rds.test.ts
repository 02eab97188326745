import { readdirSync, readFileSync } from 'node:fs';
import * as client from '@aws-sdk/client-rds';
import { CreateDBClusterSnapshotCommand, DescribeGlobalClustersCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, arn, rdsKit } from './rds.fixture.ts';

describe('the effects of calls', () => {
  it('are entered once, and not for a call that was refused', async () => {
    const { createCluster, send, rds } = rdsKit();
    await createCluster('orders');
    const create = new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: 'orders',
      DBClusterSnapshotIdentifier: 'Nightly',
    });

    await send(create);
    await expect(send(create)).rejects.toThrow();

    expect(rds.effects().slice(1)).toEqual([
      {
        operation: 'CreateDBClusterSnapshot',
        identifiers: { DBClusterIdentifier: 'orders', DBClusterSnapshotIdentifier: 'Nightly' },
        time: expect.any(Date),
        principal: { accountId: ACCOUNT, arn: expect.any(String) },
      },
    ]);
  });
});

it('accounts and regions see nothing of each other', async () => {
  const { createCluster, send, settle } = rdsKit();
  await createCluster('orders');
  const describe = new client.DescribeDBClustersCommand({});
  const byArn = new client.DescribeDBClustersCommand({
    DBClusterIdentifier: arn('cluster', 'orders'),
  });
  await settle();

  for (const elsewhere of [{ accountId: '999988887777' }, { region: 'us-east-1' }]) {
    expect((await send(describe, elsewhere)).DBClusters).toEqual([]);
    await expect(send(byArn, elsewhere)).rejects.toMatchObject({ code: 'DBClusterNotFoundFault' });
  }
});

it('global clusters are shown with their member', async () => {
  const { createCluster, send, rds } = rdsKit();
  await createCluster('orders');
  rds.steer.putIntoGlobalCluster('orders', 'planet');

  const { GlobalClusters } = await send(new DescribeGlobalClustersCommand({}));

  expect(GlobalClusters).toMatchObject([
    {
      GlobalClusterIdentifier: 'planet',
      GlobalClusterMembers: [{ DBClusterArn: arn('cluster', 'orders'), IsWriter: true }],
    },
  ]);
});

it('closing ends what is under way', async () => {
  const { createSnapshot, createCluster, rds, send, clock, events } = rdsKit();
  await createCluster('orders');
  await createSnapshot('one', 'orders');
  await send(
    new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: 'orders',
      DBClusterSnapshotIdentifier: 'two',
    }),
  );
  const before = events.length;

  await rds.close();

  expect(clock.next()).toBeUndefined();
  expect(events).toHaveLength(before);
});

it('every fault is one that the SDK knows', () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('mariadb'))
    .map((path) => readFileSync(`${import.meta.dirname}/${path}`, 'utf8'));
  const faults = new Set(sources.flatMap((text) => text.match(/\b[A-Z]\w+Fault\b/g) ?? []));

  expect(faults.size).toBeGreaterThan(10);
  for (const fault of faults) expect(client).toHaveProperty(fault);
});
