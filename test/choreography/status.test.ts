import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, expect, test } from 'vitest';
import { showOperation } from '../../cli/status/show-operation.ts';
import { terminalWith } from '../../cli/terminal.fixture.ts';
import { Clock } from '../../infra/local/clock.ts';
import { createDynamodb } from '../../infra/local/dynamodb/dynamodb.ts';
import { openGateway } from '../../infra/local/gateway/gateway.fixture.ts';
import { namesOf } from '../../shared/configuration/names.ts';
import { documentsOf } from '../../shared/operation/documents.ts';
import { operationWith } from '../../shared/operation/operation.fixture.ts';
import type { Operation } from '../../shared/operation/operation.ts';

const region = 'eu-west-1';
const TableName = namesOf('dev').stateTable;

const dynamodb = await createDynamodb({ clock: new Clock(), accountId: '000000000000', region });
const { config, close } = await openGateway([dynamodb.service]);
const client = new DynamoDBClient(config);
await client.send(
  new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'operation_id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'operation_id', KeyType: 'HASH' }],
  }),
);
afterAll(async () => {
  client.destroy();
  await close();
  await dynamodb.close();
});

const put = (Item: Operation) => documentsOf(client).send(new PutCommand({ TableName, Item }));

/** `status` where time passes only as long as it is waited. */
function showing(
  operationId: string,
  { watch = true, later = async (_: number): Promise<unknown> => undefined } = {},
) {
  const { terminal, written } = terminalWith();
  let now = 0;
  const flags = ['--region', region];
  const ended = showOperation(
    {
      operationId,
      place: { environment: 'dev', region, endpointUrl: config.endpoint, flags },
      watch,
      settings: false,
      json: true,
      time: {
        now: () => now,
        pause: async (ms) => {
          now += ms;
          await later(now);
        },
      },
    },
    terminal,
  );
  return { ended, written, waited: () => now };
}

test('an operation that appears while it is watched for is followed to its end', async () => {
  const { ended, written } = showing('op-1', {
    later: async (now) => {
      if (now > 30_000) await put(operationWith({ operation_id: 'op-1', status: 'completed' }));
    },
  });

  expect(await ended).toBe(0);
  expect(written.err).toContain('Operation op-1 is not there yet; it has 1 min 00 s to appear');
  expect(JSON.parse(written.out)).toMatchObject({ operation_id: 'op-1', status: 'completed' });
});

test('one that has not appeared within a minute is given up, with what to do', async () => {
  const { ended, waited } = showing('op-2');

  await expect(ended).rejects.toMatchObject({
    message: 'operation op-2 has not appeared',
    exitCode: 1,
    remedy: expect.stringMatching(
      /aurora-restore status op-2 --watch --region eu-west-1\n.*aurora-restore list --region eu-west-1$/,
    ),
  });
  expect(waited()).toBeGreaterThan(60_000);
  expect(waited()).toBeLessThan(70_000);
});

test('without --watch it is told at once that there is none', async () => {
  const { ended, waited } = showing('op-2', { watch: false });

  await expect(ended).rejects.toMatchObject({
    message: 'there is no operation op-2 in dev',
    exitCode: 1,
  });
  expect(waited()).toBe(0);
});
