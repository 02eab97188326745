import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { describe, expect, test } from 'vitest';
import { open, openGateway, stubService } from './gateway.fixture.ts';

describe('the port', () => {
  test('shows pages to people', async () => {
    const inbox = () => ({ contentType: 'text/html', body: '<p>ü</p>' });
    const { endpoint } = await open([stubService('sqs', {})], {
      pages: { '/_local/inbox': inbox },
    });

    const [home, health, page, missing] = await Promise.all(
      ['/', '/_local/health', '/_local/inbox?x=1', '/constructor'].map((path) =>
        fetch(endpoint + path),
      ),
    );

    expect(await home?.text()).toContain(`${endpoint}/_local/inbox`);
    expect(await health?.json()).toEqual({ status: 'running', endpoint, services: ['sqs'] });
    expect(page?.headers.get('content-type')).toBe('text/html');
    expect(await page?.text()).toBe('<p>ü</p>');
    expect(missing?.status).toBe(404);
  });

  test('that is taken is named', async () => {
    const { port } = await open([]);
    await expect(open([], { port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      port,
      message: `Port ${port} of 127.0.0.1 is already in use by another program`,
    });
  });

  test('closes although clients keep their connections and wait for answers', async () => {
    const waiting = Promise.withResolvers<void>();
    const service = {
      ...stubService('rds', {}),
      operations: {
        DescribeDBClusters: () => {
          waiting.resolve();
          return new Promise<object>(() => {});
        },
      },
    };
    const gateway = await openGateway([service]);
    const call = new RDSClient(gateway.config).send(new DescribeDBClustersCommand({}));
    const outcome = expect(call).rejects.toThrow();
    await waiting.promise;

    await gateway.close();

    await outcome;
  });
});
