import type { Call, Permission } from '../service.ts';
import type { Tag } from './secret.ts';
import { CURRENT } from './secret-versions.ts';
import { arnOf, type Secrets } from './secrets.ts';

/** The parameters that permissions may depend on. */
export interface AboutSecret {
  readonly Name?: string | undefined;
  readonly SecretId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly TagKeys?: readonly string[] | undefined;
  readonly Description?: string | undefined;
  readonly KmsKeyId?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly VersionStage?: string | undefined;
  readonly BlockPublicPolicy?: boolean | undefined;
  readonly ForceDeleteWithoutRecovery?: boolean | undefined;
  readonly RecoveryWindowInDays?: number | undefined;
}

/**
 * What a call needs: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 *
 * AWS asks about the secret's ARN with its suffix. One that is only to be created is asked about as
 * `NAME-??????`, which `NAME-*` and `NAME-??????` allow and the bare name, as on AWS, does not. One
 * that does not exist has no suffix.
 */
export function permissionsOf(
  input: AboutSecret,
  call: Call,
  secrets: Secrets,
): readonly Permission[] {
  const action = `secretsmanager:${call.operation}`;
  if (call.operation === 'GetRandomPassword' || call.operation === 'ListSecrets')
    return [{ action, resource: '*' }];
  if (call.operation !== 'CreateSecret') return [ofSecret(action, input, call, secrets)];

  const resource = arnOf(call, `${input.Name ?? ''}-??????`);
  const context = requested(input, call);
  return [action, ...(input.Tags?.length ? ['secretsmanager:TagResource'] : [])].map((needed) => ({
    action: needed,
    resource,
    context,
  }));
}

function ofSecret(action: string, input: AboutSecret, call: Call, secrets: Secrets): Permission {
  const id = input.SecretId ?? '';
  const secret = secrets.find(id, call);
  const resource = secret?.arn ?? (id.startsWith('arn:') ? id : arnOf(call, id));
  const tags = [...(secret?.tags ?? [])].flatMap(([key, value]) => [
    [`aws:ResourceTag/${key}`, value],
    [`secretsmanager:ResourceTag/${key}`, value],
  ]);
  return {
    action,
    resource,
    context: {
      ...requested(input, call),
      'secretsmanager:SecretId': resource,
      ...Object.fromEntries(tags),
    },
  };
}

/** The condition keys that tell of the request. */
function requested(input: AboutSecret, { operation }: Call): Record<string, string | string[]> {
  const { Tags, TagKeys, VersionId, VersionStage } = input;
  const isDefaultStage = operation === 'GetSecretValue' && VersionId === undefined;
  const keys = [...(Tags ?? []).flatMap(({ Key }) => Key ?? []), ...(TagKeys ?? [])];
  const given = {
    Name: input.Name,
    Description: input.Description,
    KmsKeyId: input.KmsKeyId,
    VersionId,
    VersionStage: VersionStage ?? (isDefaultStage ? CURRENT : undefined),
    BlockPublicPolicy: input.BlockPublicPolicy,
    ForceDeleteWithoutRecovery: input.ForceDeleteWithoutRecovery,
    RecoveryWindowInDays: input.RecoveryWindowInDays,
  };
  const context: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) context[`secretsmanager:${name}`] = String(value);
  for (const { Key, Value } of Tags ?? []) context[`aws:RequestTag/${Key}`] = Value ?? '';
  if (keys.length > 0) context['aws:TagKeys'] = keys;
  return context;
}
