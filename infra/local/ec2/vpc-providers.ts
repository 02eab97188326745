import { z } from 'zod';
import { parseProperties } from '../iam/template-properties.ts';
import type { ResourceProvider, TemplatePlace } from '../service.ts';
import { defaultGroupId } from './default-network.ts';
import { idOf } from './ids.ts';
import type { Networks } from './networks.ts';
import { templateTags } from './template-tags.ts';

/** Their other properties say how traffic flows, and there is none. */
const VpcProperties = z.object({ CidrBlock: z.string(), Tags: templateTags });
const SubnetProperties = z.object({
  AvailabilityZone: z.string().optional(),
  CidrBlock: z.string(),
  Tags: templateTags,
  VpcId: z.string(),
});

const seedOf = ({ accountId, region, stackName, logicalId }: TemplatePlace) =>
  `${accountId}/${region}/${stackName}/${logicalId}`;

export const vpcProviders = (networks: Networks): ResourceProvider[] => [
  {
    type: 'AWS::EC2::VPC',
    create(properties, at) {
      const { CidrBlock, Tags } = parseProperties(VpcProperties, properties, at);
      const { id } = networks.addVpc(at, {
        id: idOf('vpc', seedOf(at)),
        cidr: CidrBlock,
        isDefault: false,
        tags: Tags,
      });
      return {
        ref: id,
        attributes: { VpcId: id, CidrBlock, DefaultSecurityGroup: defaultGroupId(id) },
      };
    },
  },
  {
    type: 'AWS::EC2::Subnet',
    create(properties, at) {
      const given = parseProperties(SubnetProperties, properties, at);
      const { AvailabilityZone = `${at.region}a`, CidrBlock, VpcId } = given;
      const { id } = networks.addSubnet(at, {
        id: idOf('subnet', seedOf(at)),
        vpcId: VpcId,
        cidr: CidrBlock,
        zone: AvailabilityZone,
        isDefault: false,
        tags: given.Tags,
      });
      return { ref: id, attributes: { SubnetId: id, AvailabilityZone, CidrBlock, VpcId } };
    },
  },
];
