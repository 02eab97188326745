import {
  CreateDBClusterSnapshotCommand,
  DeleteDBClusterSnapshotCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { copy, kitWithSnapshot } from './snapshots.fixture.ts';

const remove = (DBClusterSnapshotIdentifier: string) =>
  new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier });

describe('deleting a snapshot', () => {
  it('removes it and its data at once, without an event', async () => {
    const { send, settle, snapshot, engine, events } = await kitWithSnapshot();

    await send(remove('nightly'));

    await expect(snapshot('nightly')).rejects.toMatchObject({
      code: 'DBClusterSnapshotNotFoundFault',
    });
    await settle();
    expect(engine.snapshots.size).toBe(0);
    expect(events).toEqual([]);
  });

  it('ends a copy that is being made', async () => {
    const { send, settle, engine } = await kitWithSnapshot();
    await send(copy());

    await send(remove('moved'));
    await settle();

    expect(engine.snapshots.size).toBe(1);
  });

  it('is refused for automated ones and those being created', async () => {
    const { send, rds, settle } = await kitWithSnapshot();
    const code = 'InvalidDBClusterSnapshotStateFault';
    const name = rds.steer.takeAutomatedSnapshot('orders');
    await settle();
    await send(
      new CreateDBClusterSnapshotCommand({
        DBClusterIdentifier: 'orders',
        DBClusterSnapshotIdentifier: 'b',
      }),
    );

    await expect(send(remove(name))).rejects.toMatchObject({ code });
    await expect(send(remove('b'))).rejects.toMatchObject({ code });
  });
});
