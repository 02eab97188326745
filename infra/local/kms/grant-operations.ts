import type {
  CreateGrantRequest,
  ListGrantsRequest,
  RetireGrantRequest,
  RevokeGrantRequest,
} from '@aws-sdk/client-kms';
import { type Call, ServiceError } from '../service.ts';
import type { Around } from './around.ts';
import { invalid, notFound, unsupported, wouldSucceed } from './errors.ts';
import { isPrincipal } from './grant.ts';
import type { Grant, Key } from './key.ts';
import { page } from './page.ts';
import { requireEnabled } from './state.ts';

export const grantOperations = (around: Around) => ({
  CreateGrant: (input: CreateGrantRequest, call: Call) => createGrant(input, call, around),

  ListGrants({ KeyId, GrantId, GranteePrincipal, ...paging }: ListGrantsRequest, call: Call) {
    const key = around.access.key(KeyId, call, { action: 'ListGrants' });
    const found = [...key.grants.values()]
      .filter(({ id }) => !GrantId || id === GrantId)
      .filter(({ grantee }) => !GranteePrincipal || grantee === GranteePrincipal);
    const { members, rest } = page(found, paging);
    return { Grants: members.map((grant) => grantAnswer(grant, key)), ...rest };
  },

  RevokeGrant({ KeyId, GrantId = '', DryRun }: RevokeGrantRequest, call: Call) {
    const key = around.access.key(KeyId, call, { action: 'RevokeGrant' });
    if (!key.grants.has(GrantId)) throw noSuchGrant(GrantId);
    if (DryRun) throw wouldSucceed();
    key.grants.delete(GrantId);
    return {};
  },

  /** For whom the grant names, and for whom it is; beside them for whom the key's policy allows it. */
  RetireGrant(input: RetireGrantRequest, call: Call) {
    const { key, grant } = granted(input, call, around);
    const { retiring, grantee, operations } = grant;
    const named = retiring !== undefined && isPrincipal(retiring, call.principal);
    const itself = isPrincipal(grantee, call.principal) && operations.includes('RetireGrant');
    if (!named && !itself) around.access.check(key, call, { action: 'RetireGrant' });
    if (input.DryRun) throw wouldSucceed();
    key.grants.delete(grant.id);
    return {};
  },
});

function createGrant(input: CreateGrantRequest, call: Call, { access, uuid, clock }: Around) {
  const { KeyId, Name, GranteePrincipal: grantee, RetiringPrincipal: retiring } = input;
  const { Operations: operations = [], Constraints: constraints } = input;
  if (input.GranteeServicePrincipal || input.RetiringServicePrincipal || constraints?.SourceArn)
    throw unsupported('grants to services');
  if (!grantee) throw invalid('GranteePrincipal must not be empty');
  if (operations.length === 0) throw invalid('Operations must not be empty');
  const kind = constraintKind(constraints);
  const context = {
    'kms:GrantIsForAWSResource': 'false',
    'kms:GranteePrincipal': grantee,
    'kms:GrantOperations': operations,
    ...(retiring && { 'kms:RetiringPrincipal': retiring }),
    ...(kind && { 'kms:GrantConstraintType': kind }),
  };
  const passingOn = { operations, constraints };
  const key = access.key(KeyId, call, { action: 'CreateGrant', context, passingOn });
  requireEnabled(key);
  if (input.DryRun) throw wouldSucceed();

  const wanted = { name: Name, grantee, retiring, operations, constraints };
  const before = Name && [...key.grants.values()].find((grant) => sameGrant(grant, wanted));
  if (before) return { GrantId: before.id, GrantToken: before.token };
  const grant: Grant = {
    ...wanted,
    id: uuid().replaceAll('-', '').padEnd(64, '0'),
    token: Buffer.from(uuid()).toString('base64url'),
    created: clock.date(),
    issuer: `arn:aws:iam::${call.principal.accountId}:root`,
  };
  key.grants.set(grant.id, grant);
  return { GrantId: grant.id, GrantToken: grant.token };
}

const constraintKind = ({
  EncryptionContextEquals: equals,
  EncryptionContextSubset: subset,
}: NonNullable<CreateGrantRequest['Constraints']> = {}): string | undefined =>
  equals ? 'EncryptionContextEquals' : subset ? 'EncryptionContextSubset' : undefined;

/** The same request under the same name finds the grant it made. */
const sameGrant = (
  { name, grantee, retiring, operations, constraints }: Grant,
  wanted: Omit<Grant, 'id' | 'token' | 'created' | 'issuer'>,
): boolean =>
  JSON.stringify({ name, grantee, retiring, operations, constraints }) === JSON.stringify(wanted);

function granted(
  { GrantToken, KeyId, GrantId = '' }: RetireGrantRequest,
  call: Call,
  { keys }: Around,
): { key: Key; grant: Grant } {
  for (const key of keys.all(call))
    for (const grant of key.grants.values())
      if (GrantToken ? grant.token === GrantToken : key.arn === KeyId && grant.id === GrantId)
        return { key, grant };
  if (GrantToken)
    throw new ServiceError('InvalidGrantTokenException', 'The grant token is not valid.');
  if (!KeyId?.startsWith('arn:')) throw invalid('RetireGrant needs the ARN of the key.');
  throw noSuchGrant(GrantId);
}

const noSuchGrant = (id: string) => notFound(`Grant ${id} does not exist`);

const grantAnswer = (grant: Grant, key: Key) => ({
  KeyId: key.arn,
  GrantId: grant.id,
  Name: grant.name ?? '',
  CreationDate: grant.created,
  GranteePrincipal: grant.grantee,
  RetiringPrincipal: grant.retiring,
  IssuingAccount: grant.issuer,
  Operations: grant.operations,
  Constraints: grant.constraints,
});
