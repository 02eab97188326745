import {
  DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { describe, expect, test } from 'vitest';
import { type ForwardedService, ServiceError } from '../service.ts';
import { open, signedFor, stubService } from './gateway.fixture.ts';

describe('a call', () => {
  test('tells the service who calls, where and how it is reached', async () => {
    const service = stubService('rds', { DescribeDBClusters: {} });
    const { config, endpoint } = await open([service]);
    const rds = new RDSClient({
      ...config,
      region: 'us-west-2',
      credentials: { accessKeyId: '111122223333', secretAccessKey: 's' },
    });

    const { $metadata } = await rds.send(new DescribeDBClustersCommand({}));

    expect(service.calls).toEqual([
      expect.objectContaining({
        service: 'rds',
        operation: 'DescribeDBClusters',
        region: 'us-west-2',
        accountId: '111122223333',
        principal: { accountId: '111122223333', arn: 'arn:aws:iam::111122223333:root' },
        requestId: $metadata.requestId,
        endpoint,
      }),
    ]);
  });

  test('without credentials is refused', async () => {
    const { endpoint } = await open([stubService('rds', {})]);

    const response = await fetch(endpoint, { method: 'POST', body: 'Action=DescribeDBClusters' });

    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  test('with credentials that cannot be read is refused', async () => {
    const { endpoint } = await open([]);

    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization: 'Basic x', 'content-type': 'application/x-amz-json-1.0' },
    });

    expect(await response.json()).toMatchObject({ __type: 'IncompleteSignature' });
  });

  test('to a service that is not here names it', async () => {
    const { rds } = await open([stubService('sqs', {})]);

    await expect(rds.send(new DescribeDBClustersCommand({}))).rejects.toMatchObject({
      name: 'UnknownService',
      message: "The local environment has no service 'rds'",
    });
  });

  test('of an operation that is not implemented names it, in the words of its protocol', async () => {
    const { rds, config } = await open([stubService('rds', {}), stubService('events', {})]);
    const events = new EventBridgeClient(config);

    await expect(rds.send(new DescribeDBClustersCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: "The local rds does not implement the operation 'DescribeDBClusters'",
    });
    await expect(events.send(new DescribeRuleCommand({ Name: 'r' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: "The local events does not implement the operation 'DescribeRule'",
    });
  });
});

test('clients of SQS from before it spoke JSON get XML', async () => {
  const message = { MessageId: 'm', Body: '<b>', Attributes: { SentTimestamp: '1' } };
  const { endpoint } = await open([
    stubService('sqs', { ReceiveMessage: { Messages: [message, { Body: 'c' }] } }),
  ]);

  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: signedFor('sqs'),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'Action=ReceiveMessage&Version=2012-11-05&QueueUrl=u&AttributeName.1=All',
  });

  expect(await response.text()).toContain(
    '<ReceiveMessageResult><Message><MessageId>m</MessageId><Body>&#60;b&#62;</Body>' +
      '<Attribute><Name>SentTimestamp</Name><Value>1</Value></Attribute></Message>' +
      '<Message><Body>c</Body></Message></ReceiveMessageResult>',
  );
});

describe('a forwarded service', () => {
  const request = {
    method: 'POST',
    headers: {
      authorization: signedFor('dynamodb'),
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
    },
    body: '{"TableName":"t"}',
  };

  test('gets the request and gives the answer as they are', async () => {
    const seen: unknown[] = [];
    const service: ForwardedService = {
      id: 'dynamodb',
      permissions: (input: object, call) => {
        seen.push(input, call.operation);
        return [];
      },
      forward: async ({ body, headers }) => ({
        status: 418,
        headers: { 'x-amz-crc32': '1', 'x-seen': headers['x-amz-target'] ?? '' },
        body: Buffer.concat([body, Buffer.from('!')]),
      }),
    };
    const { endpoint } = await open([service]);

    const response = await fetch(endpoint, request);

    expect(seen).toEqual([{ TableName: 't' }, 'GetItem']);
    expect(response.status).toBe(418);
    expect(response.headers.get('x-amz-crc32')).toBe('1');
    expect(response.headers.get('x-seen')).toBe('DynamoDB_20120810.GetItem');
    expect(await response.text()).toBe('{"TableName":"t"}!');
  });

  test('has faults that arrive as its own errors', async () => {
    const code = 'ProvisionedThroughputExceededException';
    const faults = () => [{ kind: 'fail', error: new ServiceError(code, 'slow down') }] as const;
    const service: ForwardedService = {
      id: 'dynamodb',
      permissions: () => [],
      forward: () => Promise.reject(new Error('forwarded')),
    };
    const { config } = await open([service], { faults });
    const get = new GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } });

    const error = await new DynamoDBClient(config).send(get).catch((caught) => caught);

    expect(error).toBeInstanceOf(ProvisionedThroughputExceededException);
  });

  test('does not get what is not JSON', async () => {
    const service: ForwardedService = {
      id: 'dynamodb',
      permissions: () => [],
      forward: () => Promise.reject(new Error('forwarded')),
    };
    const { endpoint } = await open([service]);

    const response = await fetch(endpoint, { ...request, body: '[' });

    expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
  });
});
