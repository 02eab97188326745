import { z } from 'zod';
import type { ResourceProvider } from '../service.ts';
import { parseProperties, wholeNumber } from './parse-properties.ts';

const LogGroupProperties = z.strictObject({
  LogGroupName: z.string().optional(),
  RetentionInDays: wholeNumber(1, 3653).optional(),
  KmsKeyId: z.string().optional(),
  LogGroupClass: z.literal('STANDARD').optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

/** Lines are kept by their number here, not by their age, and by function. */
export const logGroupProvider: ResourceProvider = {
  type: 'AWS::Logs::LogGroup',
  create(properties, at) {
    const wanted = parseProperties('AWS::Logs::LogGroup', LogGroupProperties, properties);
    const name = wanted.LogGroupName ?? `${at.stackName}-${at.logicalId}`;
    const arn = `arn:aws:logs:${at.region}:${at.accountId}:log-group:${name}:*`;
    return { ref: name, attributes: { Arn: arn } };
  },
};

const PermissionProperties = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

/** Nothing but an event source mapping invokes functions here, and that needs no such permission. */
export const permissionProvider: ResourceProvider = {
  type: 'AWS::Lambda::Permission',
  create(properties, at) {
    parseProperties('AWS::Lambda::Permission', PermissionProperties, properties);
    return { ref: `${at.stackName}-${at.logicalId}`, attributes: { Id: at.logicalId } };
  },
};
