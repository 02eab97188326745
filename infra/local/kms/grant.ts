import type { GrantConstraints } from '@aws-sdk/client-kms';
import type { Principal } from '../service.ts';
import type { Grant, Key } from './key.ts';

/** What a grant's constraints are held against. */
export interface GrantUse {
  readonly encryptionContext?: Readonly<Record<string, string>> | undefined;
  /** The grant that is to be made: one made under another allows no more than that. */
  readonly passingOn?: Pick<Grant, 'operations' | 'constraints'>;
}

/** The grants that allow a caller this action. */
export const grantsFor = (
  key: Key,
  principal: Principal,
  action: string,
  use: GrantUse,
): readonly Grant[] =>
  [...key.grants.values()].filter(
    ({ grantee, operations, constraints }) =>
      isPrincipal(grantee, principal) &&
      operations.some((operation) => operation === action) &&
      (!CRYPTOGRAPHIC.test(action) || fulfilled(constraints, use.encryptionContext ?? {})) &&
      (!use.passingOn || within(use.passingOn, { operations, constraints })),
  );

/** A role stands for its sessions, an account's root for nobody but itself. */
export const isPrincipal = (arn: string, { arn: session, roleArn }: Principal): boolean =>
  arn === session || arn === roleArn;

const CRYPTOGRAPHIC = /^(Encrypt|Decrypt|ReEncrypt|GenerateDataKey)/;

const fulfilled = (
  { EncryptionContextEquals: equals, EncryptionContextSubset: subset }: GrantConstraints = {},
  context: Readonly<Record<string, string>>,
): boolean =>
  (!subset || contains(context, subset)) &&
  (!equals || (contains(context, equals) && contains(equals, context)));

const contains = (
  whole: Readonly<Record<string, string>>,
  part: Readonly<Record<string, string>>,
): boolean => Object.entries(part).every(([name, value]) => whole[name] === value);

const within = (
  wanted: Pick<Grant, 'operations' | 'constraints'>,
  given: Pick<Grant, 'operations' | 'constraints'>,
): boolean =>
  wanted.operations.every((operation) => given.operations.includes(operation)) &&
  (!given.constraints || JSON.stringify(given.constraints) === JSON.stringify(wanted.constraints));
