import { DescribeSubnetsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import { NETWORK, place, startEc2 } from './ec2.fixture.ts';

it('every account and region has a default VPC of its own, with a subnet in each zone', async () => {
  const { send } = startEc2();

  const here = await send(new DescribeVpcsCommand({}));
  const elsewhere = await send(new DescribeVpcsCommand({}), { region: 'us-east-1' });
  const filters = [{ Name: 'default-for-az', Values: ['true'] }];
  const { Subnets } = await send(new DescribeSubnetsCommand({ Filters: filters }));

  expect(here.Vpcs).toMatchObject([{ VpcId: NETWORK.vpc.id, IsDefault: true }]);
  expect(elsewhere.Vpcs?.[0]?.VpcId).not.toBe(NETWORK.vpc.id);
  expect(Subnets).toMatchObject(
    ['a', 'b', 'c'].map((zone) => ({
      VpcId: NETWORK.vpc.id,
      AvailabilityZone: `${place.region}${zone}`,
    })),
  );
});

it.each([
  ['InvalidVpcID.NotFound', new DescribeVpcsCommand({ VpcIds: ['vpc-00000000'] })],
  ['InvalidSubnetID.NotFound', new DescribeSubnetsCommand({ SubnetIds: ['subnet-00000000'] })],
])('what does not exist is refused with %s', async (code, command) => {
  const { send } = startEc2();

  await expect(send<unknown>(command)).rejects.toMatchObject({ code });
});
