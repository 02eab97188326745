import { describe, expect, test } from 'vitest';
import { decodeQuery } from './query-decode.ts';
import { loadServiceModel, type ModelledServiceId } from './service-model.ts';

async function decode(service: ModelledServiceId, operation: string, form: string) {
  const model = await loadServiceModel(service);
  const { input } = model.operation(operation) ?? { input: { kind: 'unit' as const } };
  return decodeQuery(input, new URLSearchParams(form));
}

describe('what clients send', () => {
  test('a list may use the general name of its items', async () => {
    const input = await decode(
      'rds',
      'AddTagsToResource',
      'ResourceName=r&Tags.member.2.Key=b&Tags.member.1.Key=a',
    );

    expect(input).toEqual({ ResourceName: 'r', Tags: [{ Key: 'a' }, { Key: 'b' }] });
  });

  test('more than nine items keep their order', async () => {
    const keys = Array.from({ length: 11 }, (_, index) => `k${index}`);
    const form = keys.map((key, index) => `TagKeys.member.${index + 1}=${key}`).join('&');

    const input = await decode('rds', 'RemoveTagsFromResource', `ResourceName=r&${form}`);

    expect(input).toEqual({ ResourceName: 'r', TagKeys: keys });
  });

  test('an empty value under its own name is an empty list', async () => {
    const input = await decode('rds', 'RemoveTagsFromResource', 'ResourceName=r&TagKeys=');

    expect(input).toEqual({ ResourceName: 'r', TagKeys: [] });
  });

  test('an empty text stays one', async () => {
    expect(await decode('sns', 'Publish', 'Message=')).toEqual({ Message: '' });
  });

  test('clients of SQS from before it spoke JSON are understood', async () => {
    const input = await decode(
      'sqs',
      'SendMessage',
      'QueueUrl=u&MessageBody=a%26b&DelaySeconds=5&MessageAttribute.1.Name=n' +
        '&MessageAttribute.1.Value.DataType=Binary&MessageAttribute.1.Value.BinaryValue=AAE%3D',
    );

    expect(input).toEqual({
      QueueUrl: 'u',
      MessageBody: 'a&b',
      DelaySeconds: 5,
      MessageAttributes: { n: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 1) } },
    });
  });

  test('a map key is data, whatever it is called', async () => {
    const input = await decode(
      'sqs',
      'CreateQueue',
      'QueueName=q&Attribute.1.Name=__proto__&Attribute.1.Value=1',
    );

    expect(Object.entries(input)).toContainEqual([
      'Attributes',
      Object.fromEntries([['__proto__', '1']]),
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    ['a missing member', 'DeleteDBCluster', '', 'DBClusterIdentifier'],
    [
      'a missing member of an item',
      'DescribeDBClusters',
      'Filters.Filter.1.Name=n',
      'Filters[0].Values',
    ],
    ['an unknown parameter', 'DescribeDBClusters', 'Sort=asc', 'Sort'],
    [
      'an unknown parameter of an item',
      'AddTagsToResource',
      'ResourceName=r&Tags.Tag.1.Name=n',
      'Tags[0].Name',
    ],
    ['a number that is none', 'DescribeDBClusters', 'MaxRecords=many', 'MaxRecords'],
    ['a boolean that is none', 'DescribeDBClusters', 'IncludeShared=yes', 'IncludeShared'],
    [
      'a list without numbers',
      'RemoveTagsFromResource',
      'ResourceName=r&TagKeys.member.a=k',
      'TagKeys',
    ],
    [
      'a list by another name',
      'RemoveTagsFromResource',
      'ResourceName=r&TagKeys.Key.1=k',
      'TagKeys',
    ],
    [
      'a text in the place of a list',
      'RemoveTagsFromResource',
      'ResourceName=r&TagKeys=k',
      'TagKeys',
    ],
    [
      'a list in the place of a text',
      'DeleteDBCluster',
      'DBClusterIdentifier.1=c',
      'DBClusterIdentifier',
    ],
  ])('%s', async (_name, operation, form, path) => {
    const decoding = decode('rds', operation, form);

    await expect(decoding).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining(`'${path}'`),
    });
  });

  test('a timestamp that is none', async () => {
    const form = 'SourceType=db-cluster&StartTime=yesterday';

    await expect(decode('rds', 'DescribeEvents', form)).rejects.toThrow("'StartTime'");
  });
});
