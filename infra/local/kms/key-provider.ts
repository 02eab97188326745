import { z } from 'zod';
import { parseProperties } from '../iam/template-properties.ts';
import type { ResourceProvider } from '../service.ts';
import { parseKeyName } from './key-name.ts';
import { defaultPolicy, readPolicy } from './key-policy.ts';
import type { Keys } from './keys.ts';

/** Rotation and the waiting time of a deleted stack change nothing here. */
const keyProperties = z.strictObject({
  Description: z.string().optional(),
  Enabled: z.boolean().optional(),
  EnableKeyRotation: z.boolean().optional(),
  KeyPolicy: z.record(z.string(), z.unknown()).optional(),
  PendingWindowInDays: z.number().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

export const keyProvider = (keys: Keys): ResourceProvider => ({
  type: 'AWS::KMS::Key',
  create(properties, at) {
    const given = parseProperties(keyProperties, properties, at);
    const { Description: description = '', KeyPolicy: policy, Tags = [], Enabled = true } = given;
    const key = keys.create(at, {
      description,
      policy: policy ? readPolicy(JSON.stringify(policy)) : defaultPolicy(at),
      tags: new Map(Tags.map(({ Key, Value }) => [Key, Value])),
      seed: `${at.stackName}/${at.logicalId}`,
    });
    key.enabled = Enabled;
    return { ref: key.id, attributes: { KeyId: key.id, Arn: key.arn } };
  },
});

const aliasProperties = z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() });

export const aliasProvider = (keys: Keys): ResourceProvider => ({
  type: 'AWS::KMS::Alias',
  create(properties, at) {
    const { AliasName, TargetKeyId } = parseProperties(aliasProperties, properties, at);
    keys.setAlias(at, AliasName, keys.get(parseKeyName(TargetKeyId, at)).id);
    return { ref: AliasName };
  },
});
