import { z } from 'zod';
import type { ResourceProvider } from '../../service.ts';
import { physicalName } from '../../sqs/physical-name.ts';
import { apiDestinationArn } from '../arn.ts';
import { checked } from '../checked.ts';
import type { Core } from '../core.ts';
import { createApiDestination } from '../operations/api-destinations.ts';

const propertiesSchema = z.looseObject({
  Name: z.string().optional(),
  InvocationRateLimitPerSecond: z.coerce.number().optional(),
});

const LONGEST_NAME = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-apidestination.html */
export const apiDestinationProvider = (core: Core): ResourceProvider => ({
  type: 'AWS::Events::ApiDestination',
  create(properties, at) {
    const parsed = checked(propertiesSchema, properties, at.logicalId);
    const { Name = physicalName(at, LONGEST_NAME), ...others } = parsed;
    const { name, arn } = createApiDestination(core, at, { ...others, Name });
    const ArnForPolicy = apiDestinationArn(at, name);
    return { ref: name, attributes: { Arn: arn, ArnForPolicy } };
  },
});
