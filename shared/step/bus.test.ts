import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { eventWith } from '../operation/operation.fixture.ts';
import { publishOn } from './bus.ts';
import { wireTo } from './wire.fixture.ts';

test('events go out as they stand in the outbox', async () => {
  const { sent, config } = wireTo({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });

  await publishOn(new EventBridgeClient(config), 'aurora-restore')([eventWith()]);

  expect(sent).toEqual([
    {
      operation: 'PutEvents',
      input: {
        Entries: [
          {
            EventBusName: 'aurora-restore',
            Source: 'aurora-restore',
            DetailType: 'SnapshotCopyStarted',
            Detail: '{"copy_id":"copy"}',
          },
        ],
      },
    },
  ]);
});

test('a single entry that the bus refused is an error, though the call was not', async () => {
  const refused = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };
  const { config } = wireTo({ FailedEntryCount: 1, Entries: [{ EventId: '1' }, refused] });

  const attempt = publishOn(new EventBridgeClient(config), 'bus')([eventWith(), eventWith()]);

  await expect(attempt).rejects.toThrow('the bus bus refused ThrottlingException (slow down)');
});

test('nothing is said where there is nothing to say', async () => {
  const { sent, config } = wireTo();

  await publishOn(new EventBridgeClient(config), 'bus')([]);

  expect(sent).toEqual([]);
});
