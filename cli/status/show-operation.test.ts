import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { namesOf } from '../../shared/configuration/names.ts';
import { documentsOf } from '../../shared/operation/documents.ts';
import { operationWith } from '../../shared/operation/operation.fixture.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { terminalWith } from '../terminal.fixture.ts';
import { showOperation } from './show-operation.ts';

const region = 'eu-west-1';
const command = z.object({ Item: z.unknown().optional() });

let server: Server;
let endpointUrl: string;

/** A table that holds the one item that was put last, if any. */
beforeEach(async () => {
  let Item: unknown;
  server = createServer(async (request, response) => {
    Item = command.parse(await readJson(request)).Item ?? Item;
    response.end(JSON.stringify({ Item }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function put(Item: Operation): Promise<void> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new DynamoDBClient({ endpoint: endpointUrl, region, credentials });
  await documentsOf(client).send(new PutCommand({ TableName: namesOf('dev').stateTable, Item }));
  client.destroy();
}

/** `status op-1` where time passes only as long as it is waited. */
function showing({ watch = true, later = async (_: number): Promise<unknown> => undefined } = {}) {
  const { terminal, written } = terminalWith();
  let now = 0;
  const flags = ['--region', region];
  const ended = showOperation(
    {
      operationId: 'op-1',
      place: { environment: 'dev', region, endpointUrl, flags },
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
  const { ended, written } = showing({
    later: async (now) => {
      if (now > 30_000) await put(operationWith({ operation_id: 'op-1', status: 'completed' }));
    },
  });

  expect(await ended).toBe(0);
  expect(written.err).toContain('Operation op-1 is not there yet; it has 1 min 00 s to appear');
  expect(JSON.parse(written.out)).toMatchObject({ operation_id: 'op-1', status: 'completed' });
});

test('one that has not appeared within a minute is given up, with what to do', async () => {
  const { ended, waited } = showing();

  await expect(ended).rejects.toMatchObject({
    message: 'operation op-1 has not appeared',
    exitCode: 1,
    remedy: expect.stringMatching(
      /aurora-restore status op-1 --watch --region eu-west-1\n.*aurora-restore list --region eu-west-1$/,
    ),
  });
  expect(waited()).toBeGreaterThan(60_000);
  expect(waited()).toBeLessThan(70_000);
});

test('without --watch it is told at once that there is none', async () => {
  const { ended, waited } = showing({ watch: false });

  await expect(ended).rejects.toMatchObject({
    message: 'there is no operation op-1 in dev',
    exitCode: 1,
  });
  expect(waited()).toBe(0);
});
