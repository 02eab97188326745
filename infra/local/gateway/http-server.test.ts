import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { describe, expect, test } from 'vitest';
import { ServiceError } from '../service.ts';
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

  test('does something for people who post, and says what was wrong', async () => {
    const asked: (string | null)[] = [];
    const take = (query: URLSearchParams) => {
      asked.push(query.get('of'));
      if (!query.has('of')) throw new ServiceError('NotFound', 'of what?', 404);
      return { contentType: 'text/plain', body: 'taken' };
    };
    const { endpoint } = await open([], { pages: { 'POST /_local/take': take } });
    const post = (path: string) => fetch(endpoint + path, { method: 'POST' });

    const taken = await post('/_local/take?of=it');
    const refused = await post('/_local/take');
    const shown = await fetch(`${endpoint}/_local/take?of=that`);

    expect(await taken.text()).toBe('taken');
    expect([refused.status, await refused.text()]).toEqual([404, 'NotFound: of what?\n']);
    expect(shown.status).toBe(404);
    expect(asked).toEqual(['it', null]);
    expect(await (await fetch(endpoint)).text()).toContain(`POST ${endpoint}/_local/take`);
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
