import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import type { ServiceId } from '../service.ts';
import { actAs, open, stubService } from './gateway.fixture.ts';

describe('permissions', () => {
  const needs = (action: string, context = {}) => ({ action, resource: 'arn:thing', context });
  const allow = (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: 'arn:thing' });

  test('are all needed, before anything is done', async () => {
    const service = stubService('rds', { DescribeDBClusters: {} }, [
      needs('rds:DescribeDBClusters'),
      needs('kms:Decrypt'),
    ]);
    const { config, iam } = await open([service]);
    const credentials = actAs(iam, [allow('rds:*')]);
    const rds = new RDSClient({ ...config, credentials });

    await expect(rds.send(new DescribeDBClustersCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        'User: arn:aws:sts::111122223333:assumed-role/worker/one is not authorized to perform: ' +
        'kms:Decrypt on resource: arn:thing because no identity-based policy allows the kms:Decrypt action',
      $metadata: { httpStatusCode: 403 },
    });
    expect(service.calls).toEqual([]);
  });

  test('that a policy denies are told as such', async () => {
    const { config, iam } = await open([
      stubService('rds', { DescribeDBClusters: {} }, [needs('rds:DescribeDBClusters')]),
    ]);
    const credentials = actAs(iam, [{ ...allow('rds:*'), Effect: 'Deny' }]);
    const rds = new RDSClient({ ...config, credentials });

    await expect(rds.send(new DescribeDBClustersCommand({}))).rejects.toThrow(
      'on resource: arn:thing with an explicit deny in an identity-based policy',
    );
  });

  test('may depend on what the service tells and on the region', async () => {
    const { config, iam } = await open([
      stubService('rds', { DescribeDBClusters: {} }, [
        needs('rds:X', { 'aws:ResourceTag/t': 'v' }),
      ]),
    ]);
    const Condition = {
      StringEquals: { 'aws:ResourceTag/t': 'v', 'aws:RequestedRegion': 'eu-west-1' },
    };
    const credentials = actAs(iam, [{ ...allow('rds:X'), Condition }]);
    const here = new RDSClient({ ...config, credentials });
    const elsewhere = new RDSClient({ ...config, credentials, region: 'us-east-1' });

    await here.send(new DescribeDBClustersCommand({}));

    await expect(elsewhere.send(new DescribeDBClustersCommand({}))).rejects.toThrow('rds:X');
  });

  test.each<
    [ServiceId, string, (config: Awaited<ReturnType<typeof open>>['config']) => Promise<unknown>]
  >([
    [
      'sns',
      'AuthorizationErrorException',
      (c) => new SNSClient(c).send(new PublishCommand({ Message: 'm' })),
    ],
    [
      'events',
      'AccessDeniedException',
      (c) => new EventBridgeClient(c).send(new DescribeRuleCommand({ Name: 'r' })),
    ],
    [
      'sqs',
      'AccessDenied',
      (c) => new SQSClient(c).send(new GetQueueUrlCommand({ QueueName: 'q' })),
    ],
  ])('are refused by %s as %s', async (id, name, send) => {
    const outputs = { Publish: {}, DescribeRule: {}, GetQueueUrl: {} };
    const { config, iam } = await open([stubService(id, outputs, [needs('x:Y')])]);

    const sending = send({ ...config, credentials: actAs(iam, []) });

    await expect(sending).rejects.toMatchObject({ name });
  });
});
