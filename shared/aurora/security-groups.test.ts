import { Readable } from 'node:stream';
import { EC2Client } from '@aws-sdk/client-ec2';
import { HttpResponse } from '@smithy/core/protocols';
import { expect, test } from 'vitest';
import { NotYet } from '../errors.ts';
import { defaultSecurityGroup, lookAtSecurityGroups } from './security-groups.ts';

/** EC2 behind the SDK's own protocol: each call is answered by the next answer. */
function ec2Endpoint(...answers: readonly (string | { readonly error: string })[]) {
  const asked: Record<string, string>[] = [];
  const client = new EC2Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      async handle({ body }: { body: string }) {
        const answer = answers[asked.length] ?? '';
        asked.push(Object.fromEntries(new URLSearchParams(body)));
        const failed = typeof answer !== 'string';
        const xml = failed
          ? `<Response><Errors><Error><Code>${answer.error}</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>`
          : `<DescribeSecurityGroupsResponse><requestId>r</requestId>${answer}</DescribeSecurityGroupsResponse>`;
        return {
          response: new HttpResponse({
            statusCode: failed ? 403 : 200,
            headers: { 'content-type': 'text/xml' },
            body: Readable.from([Buffer.from(xml)]),
          }),
        };
      },
    },
  });
  const vpcs = new Map([
    ['default', 'vpc-1'],
    ['private', 'vpc-2'],
  ]);
  const rds = {
    subnetGroup: async (name: string) =>
      vpcs.has(name)
        ? { vpc_id: vpcs.get(name), availability_zones: new Set<string>() }
        : undefined,
  };
  return {
    look: lookAtSecurityGroups(client),
    byDefault: defaultSecurityGroup(rds, client),
    asked,
  };
}

const described = (...groups: readonly (readonly [id: string, vpc: string])[]) =>
  `<securityGroupInfo>${groups
    .map(([id, vpc]) => `<item><groupId>${id}</groupId><vpcId>${vpc}</vpcId></item>`)
    .join('')}</securityGroupInfo>`;

test('groups are told with their VPCs, and one that does not exist is left out', async () => {
  const { look, asked } = ec2Endpoint(described(['sg-1', 'vpc-1'], ['sg-2', 'vpc-2']));

  const groups = await look(['sg-1', 'sg-gone', 'sg-2']);

  expect(groups).toEqual([
    { id: 'sg-1', vpc_id: 'vpc-1' },
    { id: 'sg-2', vpc_id: 'vpc-2' },
  ]);
  expect(asked).toEqual([
    {
      Action: 'DescribeSecurityGroups',
      Version: expect.any(String),
      'Filter.1.Name': 'group-id',
      'Filter.1.Value.1': 'sg-1',
      'Filter.1.Value.2': 'sg-gone',
      'Filter.1.Value.3': 'sg-2',
    },
  ]);
});

test('groups of a later page are found', async () => {
  const { look, asked } = ec2Endpoint(
    `${described(['sg-1', 'vpc-1'])}<nextToken>more</nextToken>`,
    described(['sg-2', 'vpc-2']),
  );

  expect(await look(['sg-1', 'sg-2'])).toHaveLength(2);
  expect(asked[1]).toMatchObject({ NextToken: 'more' });
});

test('nothing is asked about no group', async () => {
  const { look, asked } = ec2Endpoint();

  expect(await look([])).toEqual([]);
  expect(asked).toEqual([]);
});

test('a denied look is a failure, and a throttled one is made again later', async () => {
  await expect(
    ec2Endpoint({ error: 'UnauthorizedOperation' }).look(['sg-1']),
  ).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  await expect(ec2Endpoint({ error: 'RequestLimitExceeded' }).look(['sg-1'])).rejects.toThrow(
    NotYet,
  );
});

test.each([
  [undefined, 'vpc-1'],
  ['private', 'vpc-2'],
])('a cluster of the subnet group %s gets the default group of %s', async (subnets, vpc) => {
  const { byDefault, asked } = ec2Endpoint(described(['sg-default', vpc]));

  expect(await byDefault(subnets)).toBe('sg-default');
  expect(asked).toMatchObject([
    {
      'Filter.1.Name': 'vpc-id',
      'Filter.1.Value.1': vpc,
      'Filter.2.Name': 'group-name',
      'Filter.2.Value.1': 'default',
    },
  ]);
});

test('of a subnet group that is not there no group is known', async () => {
  const { byDefault, asked } = ec2Endpoint();

  expect(await byDefault('none')).toBeUndefined();
  expect(asked).toEqual([]);
});
