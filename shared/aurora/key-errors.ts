import type { ErrorCode } from '../errors.ts';

/** KMS's own words, as SQS, SNS and KMS itself pass them on. Source: KMS API reference, "Errors". */
const byName = new Map<string, ErrorCode>([
  ['KMSNotFoundException', 'KEY_NOT_FOUND'],
  ['KMSNotFound', 'KEY_NOT_FOUND'],
  ['DisabledException', 'KEY_DISABLED'],
  ['KMSDisabledException', 'KEY_DISABLED'],
  ['KMSDisabled', 'KEY_DISABLED'],
  ['KMSInvalidStateException', 'KEY_DISABLED'],
  ['KMSInvalidState', 'KEY_DISABLED'],
  ['KMSAccessDeniedException', 'KEY_DENIED'],
  ['KMSAccessDenied', 'KEY_DENIED'],
]);

/** Of RDS and of Secrets Manager: something is wrong with the key, and only the message may say what. */
const unusable = ['KMSKeyNotAccessibleFault', 'DecryptionFailure', 'EncryptionFailure'];

/** Denials that are about a key. Source: IAM's messages name the action; Secrets Manager's names KMS. */
const deniedKey = /\bkms:\w+|access to KMS is not allowed/i;

const signs: readonly (readonly [ErrorCode, RegExp])[] = [
  ['KEY_NOT_FOUND', /does(?: not|n.t) exist|not found|invalid key ?id/i],
  ['KEY_DISABLED', /disabled|not enabled|isn.t enabled|pending ?(?:deletion|import)/i],
  ['KEY_DENIED', /not authorized|do(?: not|n.t) have permission|access ?denied|not allowed/i],
];

/**
 * What is wrong with an encryption key, if that is what an error is about. RDS's usual answer is "does
 * not exist, is not enabled or you do not have permissions to access it" (`KMSKeyNotAccessibleFault`,
 * e.g. of CopyDBClusterSnapshot): three causes in one, so `KEY_NOT_USABLE`. Where a message names one
 * alone, it is that one.
 */
export function keyTrouble(names: readonly string[], message: string): ErrorCode | undefined {
  for (const name of names) {
    const code = byName.get(name);
    if (code) return code;
  }
  if (names.some((name) => name.startsWith('AccessDenied')) && deniedKey.test(message))
    return 'KEY_DENIED';
  if (!names.some((name) => unusable.includes(name))) return undefined;
  const told = signs.filter(([, sign]) => sign.test(message));
  const [only, ...others] = told;
  return only && others.length === 0 ? only[0] : 'KEY_NOT_USABLE';
}
