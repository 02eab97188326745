import type {
  CreateSubnetRequest,
  CreateVpcRequest,
  Subnet as DescribedSubnet,
  Vpc as DescribedVpc,
  DescribeSubnetsRequest,
  DescribeVpcsRequest,
} from '@aws-sdk/client-ec2';
import { missing } from './errors.ts';
import { idOf } from './ids.ts';
import { type FilterValues, filtered, page } from './listing.ts';
import type { Place, Subnet, Vpc } from './network.ts';
import type { Networks } from './networks.ts';
import type { Operation } from './operation.ts';
import { arnOf, look, onExisting, onNew } from './permissions.ts';
import { readTags, tagList } from './tags.ts';

const vpcFilters: FilterValues<Vpc> = {
  cidr: ({ cidr }) => [cidr],
  'is-default': ({ isDefault }) => [String(isDefault)],
  'vpc-id': ({ id }) => [id],
};

export const describeVpcs = (networks: Networks): Operation<DescribeVpcsRequest> => ({
  members: ['Filters', 'MaxResults', 'NextToken', 'VpcIds'],
  permissions: look,
  run: (input, call) => {
    const vpcs = input.VpcIds?.length
      ? input.VpcIds.map((id) => networks.vpc(call, id))
      : [...networks.at(call).vpcs.values()];
    const { items, NextToken } = page(filtered(vpcs, input.Filters, vpcFilters), input);
    return { Vpcs: items.map((vpc) => describeVpc(call, vpc)), NextToken };
  },
});

const describeVpc = (place: Place, { id, cidr, isDefault, tags }: Vpc): DescribedVpc => ({
  VpcId: id,
  CidrBlock: cidr,
  IsDefault: isDefault,
  OwnerId: place.accountId,
  State: 'available',
  InstanceTenancy: 'default',
  Tags: tagList(tags),
});

export const createVpc = (networks: Networks, uuid: () => string): Operation<CreateVpcRequest> => ({
  members: ['CidrBlock', 'TagSpecifications'],
  permissions: (input, call) => onNew(call, 'vpc', input.TagSpecifications),
  run: ({ CidrBlock, TagSpecifications }, call) => {
    if (!CidrBlock) throw missing('cidrBlock');
    const vpc = networks.addVpc(call, {
      id: idOf('vpc', uuid()),
      cidr: CidrBlock,
      isDefault: false,
      tags: readTags(TagSpecifications, 'vpc'),
    });
    return { Vpc: describeVpc(call, vpc) };
  },
});

const subnetFilters: FilterValues<Subnet> = {
  'availability-zone': ({ zone }) => [zone],
  'cidr-block': ({ cidr }) => [cidr],
  'default-for-az': ({ isDefault }) => [String(isDefault)],
  'subnet-id': ({ id }) => [id],
  'vpc-id': ({ vpcId }) => [vpcId],
};

export const describeSubnets = (networks: Networks): Operation<DescribeSubnetsRequest> => ({
  members: ['Filters', 'MaxResults', 'NextToken', 'SubnetIds'],
  permissions: look,
  run: (input, call) => {
    const subnets = input.SubnetIds?.length
      ? input.SubnetIds.map((id) => networks.subnet(call, id))
      : [...networks.at(call).subnets.values()];
    const { items, NextToken } = page(filtered(subnets, input.Filters, subnetFilters), input);
    return { Subnets: items.map((subnet) => describeSubnet(call, subnet)), NextToken };
  },
});

const describeSubnet = (place: Place, subnet: Subnet): DescribedSubnet => ({
  SubnetId: subnet.id,
  SubnetArn: arnOf(place, 'subnet', subnet.id),
  VpcId: subnet.vpcId,
  CidrBlock: subnet.cidr,
  AvailabilityZone: subnet.zone,
  DefaultForAz: subnet.isDefault,
  MapPublicIpOnLaunch: subnet.isDefault,
  OwnerId: place.accountId,
  State: 'available',
  Tags: tagList(subnet.tags),
});

export const createSubnet = (
  networks: Networks,
  uuid: () => string,
): Operation<CreateSubnetRequest> => ({
  members: ['AvailabilityZone', 'CidrBlock', 'TagSpecifications', 'VpcId'],
  permissions: (input, call) => [
    ...onNew(call, 'subnet', input.TagSpecifications),
    onExisting(networks, call, 'vpc', input.VpcId ?? ''),
  ],
  run: ({ AvailabilityZone, CidrBlock, TagSpecifications, VpcId }, call) => {
    if (!VpcId) throw missing('vpcId');
    if (!CidrBlock) throw missing('cidrBlock');
    const subnet = networks.addSubnet(call, {
      id: idOf('subnet', uuid()),
      vpcId: VpcId,
      cidr: CidrBlock,
      zone: AvailabilityZone ?? `${call.region}a`,
      isDefault: false,
      tags: readTags(TagSpecifications, 'subnet'),
    });
    return { Subnet: describeSubnet(call, subnet) };
  },
});
