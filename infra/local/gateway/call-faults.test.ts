import { DeleteDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { describe, expect, test } from 'vitest';
import type { Fault, Faults } from '../faults.ts';
import { ServiceError } from '../service.ts';
import { actAs, open, stubService } from './gateway.fixture.ts';

describe('faults', () => {
  async function suffer(...faults: Fault[]) {
    const crossings: Parameters<Faults>[0][] = [];
    const service = stubService('rds', { DeleteDBCluster: {} });
    const gateway = await open([service], {
      faults: (crossing) => {
        crossings.push(crossing);
        return faults;
      },
    });
    const killed: string[] = [];
    const anything = { Effect: 'Allow', Action: '*', Resource: '*' };
    const credentials = actAs(gateway.iam, [anything], () => killed.push('worker'));
    const rds = new RDSClient({ ...gateway.config, credentials });
    const call = () => rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier: 'c' }));
    return { ...gateway, service, crossings, killed, call };
  }
  const error = new ServiceError('Throttling', 'Rate exceeded');

  test('are asked for with the decoded call', async () => {
    const { call, crossings, service } = await suffer();

    await call();

    expect(crossings).toEqual([
      { boundary: 'call', call: service.calls[0], input: { DBClusterIdentifier: 'c' } },
    ]);
  });

  test('may fail a call before it is carried out, or after', async () => {
    const before = await suffer({ kind: 'fail', error });
    const after = await suffer({ kind: 'fail', error, after: true });

    await expect(before.call()).rejects.toMatchObject({ name: 'Throttling' });
    await expect(after.call()).rejects.toMatchObject({ name: 'Throttling' });

    expect(before.service.calls).toHaveLength(0);
    expect(after.service.calls).toHaveLength(1);
  });

  test('may end the caller before its call is carried out, or after', async () => {
    const before = await suffer({ kind: 'kill' });
    const after = await suffer({ kind: 'kill', after: true });

    await expect(before.call()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(after.call()).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect([before.killed, before.service.calls.length]).toEqual([['worker'], 0]);
    expect([after.killed, after.service.calls.length]).toEqual([['worker'], 1]);
  });

  test('may delay a call by the time of the environment', async () => {
    const { call, clock, service } = await suffer({ kind: 'delay', ms: 3_600_000 });
    const calling = call();
    while (clock.next() === undefined) await new Promise((resolve) => setImmediate(resolve));

    expect(service.calls).toHaveLength(0);
    clock.advance(3_600_000);

    await calling;
    expect(service.calls).toHaveLength(1);
  });

  test('that no call can suffer are an error', async () => {
    const { call } = await suffer({ kind: 'drop' });

    await expect(call()).rejects.toThrow("A call cannot suffer the fault 'drop'");
  });
});
