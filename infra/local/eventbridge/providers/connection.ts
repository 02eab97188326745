import { z } from 'zod';
import type { ResourceProvider } from '../../service.ts';
import { physicalName } from '../../sqs/physical-name.ts';
import { connectionArn } from '../arn.ts';
import { checked } from '../checked.ts';
import type { Core } from '../core.ts';
import { createConnection } from '../operations/connections.ts';

const propertiesSchema = z.looseObject({ Name: z.string().optional() });

const LONGEST_NAME = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-connection.html */
export const connectionProvider = (core: Core): ResourceProvider => ({
  type: 'AWS::Events::Connection',
  create(properties, at) {
    const parsed = checked(propertiesSchema, properties, at.logicalId);
    const { Name = physicalName(at, LONGEST_NAME), ...others } = parsed;
    const { name, arn, secretArn } = createConnection(core, at, { ...others, Name });
    const ArnForPolicy = connectionArn(at, name);
    return { ref: name, attributes: { Arn: arn, ArnForPolicy, SecretArn: secretArn } };
  },
});
