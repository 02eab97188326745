import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseProperties } from '../iam/template-properties.ts';
import type { ResourceProvider, TemplatePlace } from '../service.ts';
import type { Around } from './around.ts';
import { randomPassword } from './random-password.ts';
import { readPolicy } from './resource-policy.ts';
import { createSecret } from './secret-operations.ts';

/** Parameters are strings, whatever they stand for. */
const flag = z.union([z.boolean(), z.stringbool()]).optional();

const generated = z.strictObject({
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
  PasswordLength: z.coerce.number().int().optional(),
  ExcludeCharacters: z.string().optional(),
  ExcludeNumbers: flag,
  ExcludePunctuation: flag,
  ExcludeUppercase: flag,
  ExcludeLowercase: flag,
  IncludeSpace: flag,
  RequireEachIncludedType: flag,
});

const secretProperties = z
  .strictObject({
    Name: z.string().optional(),
    Description: z.string().optional(),
    KmsKeyId: z.string().optional(),
    SecretString: z.string().optional(),
    GenerateSecretString: generated.optional(),
    Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
  })
  .refine(
    ({ SecretString, GenerateSecretString }) => !SecretString || !GenerateSecretString,
    'SecretString and GenerateSecretString exclude each other',
  );

export const secretProvider = (around: Around): ResourceProvider => ({
  type: 'AWS::SecretsManager::Secret',
  create(properties, at) {
    const given = parseProperties(secretProperties, properties, at);
    const { GenerateSecretString: wanted, Name = nameOf(at), ...input } = given;
    const SecretString = wanted ? generate(wanted, around) : input.SecretString;
    const { ARN } = createSecret({ ...input, Name, SecretString }, at, around, suffixOf(at));
    return { ref: ARN, attributes: { Id: ARN } };
  },
});

const policyProperties = z.strictObject({
  SecretId: z.string(),
  ResourcePolicy: z.union([z.string(), z.record(z.string(), z.unknown())]),
  BlockPublicPolicy: flag,
});

export const resourcePolicyProvider = ({ secrets }: Around): ResourceProvider => ({
  type: 'AWS::SecretsManager::ResourcePolicy',
  create(properties, at) {
    const given = parseProperties(policyProperties, properties, at);
    const { SecretId, ResourcePolicy: policy, BlockPublicPolicy = false } = given;
    const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
    const secret = secrets.get(SecretId, at);
    secret.policy = readPolicy(text, BlockPublicPolicy);
    return { ref: secret.arn, attributes: { Id: secret.arn } };
  },
});

/** The stack's name keeps the names of two stacks apart. */
const nameOf = ({ stackName, logicalId }: TemplatePlace) => `${stackName}-${logicalId}`;

/** Of the ARN, in which others may refer to the secret: the same at every start. */
const suffixOf = ({ stackName, logicalId }: TemplatePlace) =>
  createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 6);

/** The password itself, or a JSON object that has it under one of its keys. */
function generate(options: z.infer<typeof generated>, { choose }: Around): string {
  const { SecretStringTemplate, GenerateStringKey, ...characters } = options;
  const password = randomPassword(characters, choose);
  if (SecretStringTemplate === undefined && GenerateStringKey === undefined) return password;
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined)
    throw new Error('SecretStringTemplate and GenerateStringKey are given together or not at all');
  const object = z.record(z.string(), z.unknown()).parse(JSON.parse(SecretStringTemplate));
  return JSON.stringify({ ...object, [GenerateStringKey]: password });
}
