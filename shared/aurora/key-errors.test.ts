import { KMSKeyNotAccessibleFault, RDSServiceException } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { meaningOf } from './rds-errors.ts';

const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/0b2f4a60';

const byCode = (name: string, message: string) =>
  new RDSServiceException({ name, message, $fault: 'client', $metadata: {} });

/** As RDS says it, of whatever is wrong. */
const ALL = 'does not exist, is not enabled or you do not have permissions to access it.';

test.each([
  [`The source snapshot KMS key [${KEY}] ${ALL}`, 'KEY_NOT_USABLE'],
  [`The target KMS key [None] ${ALL}`, 'KEY_NOT_USABLE'],
  ['no', 'KEY_NOT_USABLE'],
  [`The specified KMS key [${KEY}] does not exist`, 'KEY_NOT_FOUND'],
  [`KMS key ${KEY} is not enabled`, 'KEY_DISABLED'],
  [`KMS key ${KEY} is pending deletion`, 'KEY_DISABLED'],
  [`You are not authorized to use KMS key ${KEY}`, 'KEY_DENIED'],
])('RDS’s "%s" is %s', (message, code) => {
  const error = new KMSKeyNotAccessibleFault({ message, $metadata: {} });

  expect(meaningOf(error, 'CopyDBClusterSnapshot')).toMatchObject({ code, cause: error });
});

test.each([
  ['KMSNotFoundException', 'KEY_NOT_FOUND'],
  ['KMSNotFound', 'KEY_NOT_FOUND'],
  ['KMSDisabledException', 'KEY_DISABLED'],
  ['KMSInvalidStateException', 'KEY_DISABLED'],
  ['KMSAccessDeniedException', 'KEY_DENIED'],
  ['DecryptionFailure', 'KEY_NOT_USABLE'],
  ['EncryptionFailure', 'KEY_NOT_USABLE'],
])('KMS’s own %s is %s', (name, code) => {
  expect(meaningOf(byCode(name, 'no'), 'call')).toMatchObject({ code });
});

test.each([
  [
    'AccessDenied',
    `User: arn:aws:sts::111111111111:assumed-role/copy/x is not authorized to perform: kms:CreateGrant on resource: ${KEY}`,
  ],
  ['AccessDeniedException', 'Access to KMS is not allowed'],
])('a denial that is about a key is told as one: %s', (name, message) => {
  expect(meaningOf(byCode(name, message), 'call')).toMatchObject({ code: 'KEY_DENIED' });
});
