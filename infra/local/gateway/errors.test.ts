import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DBClusterNotFoundFault,
  DBInstanceNotFoundFault,
  DescribeDBClustersCommand,
} from '@aws-sdk/client-rds';
import { GetQueueUrlCommand, QueueDoesNotExist, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { ServiceError } from '../service.ts';
import { open, signedFor, stubService } from './gateway.fixture.ts';

describe('errors', () => {
  const failing = (code: string) => new ServiceError(code, 'no <such> & "thing"');

  test.each([
    ['its modelled name', 'DBClusterNotFoundFault', DBClusterNotFoundFault],
    ['its code on the wire', 'DBInstanceNotFound', DBInstanceNotFoundFault],
  ])('arrive as their own class by %s', async (_name, code, type) => {
    const { rds, logged } = await open([stubService('rds', { DescribeDBClusters: failing(code) })]);

    const error = await rds.send(new DescribeDBClustersCommand({})).catch((caught) => caught);

    expect(error).toBeInstanceOf(type);
    expect(error.message).toBe('no <such> & "thing"');
    expect(error.$metadata.httpStatusCode).toBe(404);
    expect(logged).toEqual([]);
  });

  test('arrive as their own class in JSON, with their old code', async () => {
    const { config } = await open([
      stubService('sqs', { GetQueueUrl: failing('QueueDoesNotExist') }),
    ]);
    const sqs = new SQSClient(config);

    const error = await sqs.send(new GetQueueUrlCommand({ QueueName: 'q' })).catch((e) => e);

    expect(error).toBeInstanceOf(QueueDoesNotExist);
    expect(error.Error.Code).toBe('AWS.SimpleQueueService.NonExistentQueue');
    expect(error.message).toBe('no <such> & "thing"');
  });

  test('come without an old code from a service that never had other ones', async () => {
    const { endpoint } = await open([
      stubService('kms', { ListKeys: failing('NotFoundException') }),
    ]);

    const { headers } = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: signedFor('kms'),
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'TrentService.ListKeys',
      },
    });

    expect(headers.get('x-amzn-query-error')).toBeNull();
  });

  test('arrive from EC2, which has a form of its own for them', async () => {
    const { config } = await open([
      stubService('ec2', { DescribeSecurityGroups: failing('InvalidGroup.NotFound') }),
    ]);
    const ec2 = new EC2Client(config);

    await expect(ec2.send(new DescribeSecurityGroupsCommand({}))).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
      message: 'no <such> & "thing"',
      $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
    });
  });

  test('that are not modelled keep their code and status', async () => {
    const error = new ServiceError('Throttling', 'Rate exceeded', 429);
    const { rds } = await open([stubService('rds', { DescribeDBClusters: error })]);

    await expect(rds.send(new DescribeDBClustersCommand({}))).rejects.toMatchObject({
      name: 'Throttling',
      $metadata: { httpStatusCode: 429 },
    });
  });

  test('that no service meant are logged and answered as an internal failure', async () => {
    const { rds, logged } = await open([
      stubService('rds', { DescribeDBClusters: new TypeError('x is undefined') }),
    ]);

    await expect(rds.send(new DescribeDBClustersCommand({}))).rejects.toMatchObject({
      name: 'InternalFailure',
      message: 'x is undefined',
      $metadata: { httpStatusCode: 500 },
    });
    expect(logged).toEqual([expect.stringContaining('TypeError: x is undefined\n    at ')]);
  });

  test.each<[string, object]>([
    ["'DBClusters[0].Identifier' is not a member", { DBClusters: [{ Identifier: 'c' }] }],
    ["'Marker' is not a string", { Marker: 1 }],
    ["'DBClusters' is not a list", { DBClusters: {} }],
    [
      "'DBClusters[0].ClusterCreateTime' is not a timestamp",
      { DBClusters: [{ ClusterCreateTime: '2026' }] },
    ],
  ])('an output that does not fit is one: %s', async (message, output) => {
    const { rds } = await open([stubService('rds', { DescribeDBClusters: output })]);

    await expect(rds.send(new DescribeDBClustersCommand({}))).rejects.toThrow(message);
  });
});
