import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { type Kept, keptPlace } from '../kept.ts';
import type { Networks } from './networks.ts';

const tags = z.map(z.string(), z.string());

const schema = z.array(
  z.strictObject({
    place: z.object(keptPlace),
    vpcs: z.map(
      z.string(),
      z.strictObject({ id: z.string(), cidr: z.string(), isDefault: z.boolean(), tags }),
    ),
    subnets: z.map(
      z.string(),
      z.strictObject({
        id: z.string(),
        vpcId: z.string(),
        cidr: z.string(),
        zone: z.string(),
        isDefault: z.boolean(),
        tags,
      }),
    ),
    groups: z.map(
      z.string(),
      z.strictObject({
        id: z.string(),
        vpcId: z.string(),
        name: z.string(),
        description: z.string(),
        tags,
        rules: z.array(z.custom<SecurityGroupRule>((value) => typeof value === 'object')),
      }),
    ),
  }),
);

/** VPCs, subnets and security groups, under the ids that clusters know them by. */
export const keptNetworks = (networks: Networks): Kept => ({
  save: () => networks.everywhere(),
  restore(saved) {
    for (const network of schema.parse(saved)) networks.putBack(network);
  },
});
