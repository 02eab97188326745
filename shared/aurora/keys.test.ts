import { Readable } from 'node:stream';
import { KMSClient } from '@aws-sdk/client-kms';
import { HttpResponse } from '@smithy/core/protocols';
import { expect, test } from 'vitest';
import { NotYet } from '../errors.ts';
import { lookAtKey } from './keys.ts';

const arn = 'arn:aws:kms:eu-west-1:123456789012:key/first';

/** KMS behind the SDK's own protocol, which answers every call so. */
const look = (statusCode: number, body: object) =>
  lookAtKey(
    new KMSClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      maxAttempts: 1,
      requestHandler: {
        handle: async () => ({
          response: new HttpResponse({
            statusCode,
            headers: { 'content-type': 'application/x-amz-json-1.1' },
            body: Readable.from([Buffer.from(JSON.stringify(body))]),
          }),
        }),
      },
    }),
  )('alias/orders', 'kms_key_id');

const described = (more: object = {}) =>
  look(200, {
    KeyMetadata: {
      Arn: arn,
      KeyId: 'first',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      ...more,
    },
  });

const refused = (__type: string) => look(400, { __type, message: 'so KMS says' });

test('a key that can encrypt is known by its ARN, whatever it was named by', async () => {
  expect(await described()).toEqual({ arn });
});

test.each([
  [{ KeyState: 'Disabled' }, 'Disabled'],
  [{ KeyState: 'PendingDeletion', DeletionDate: 1_893_456_000 }, 'PendingDeletion, gone on 2030'],
  [{ KeyState: 'PendingImport' }, 'PendingImport'],
  [{ KeyState: 'Unavailable' }, 'Unavailable'],
  [{ KeyUsage: 'SIGN_VERIFY', KeySpec: 'RSA_2048' }, 'RSA_2048 for SIGN_VERIFY'],
  [{ KeySpec: 'RSA_2048' }, 'RSA_2048 for ENCRYPT_DECRYPT'],
])('a key that cannot encrypt is told of, with what has it: %o', async (metadata, words) => {
  expect(await described(metadata)).toEqual({
    code: 'KEY_DISABLED',
    message: expect.stringMatching(new RegExp(`^kms_key_id: key alias/orders .*${words}`)),
  });
});

test.each([
  ['NotFoundException', 'KEY_NOT_FOUND'],
  ['InvalidArnException', 'KEY_NOT_FOUND'],
  ['ValidationException', 'KEY_NOT_FOUND'],
  ['AccessDeniedException', 'KEY_DENIED'],
])('%s means %s, in KMS’s own words too', async (name, code) => {
  expect(await refused(name)).toEqual({
    code,
    message: expect.stringMatching(/^kms_key_id: key alias\/orders .*\(so KMS says\)$/),
  });
});

test('a throttled look is made again later, and what KMS could not do is no verdict', async () => {
  await expect(refused('ThrottlingException')).rejects.toThrow(NotYet);
  await expect(refused('KMSInternalException')).rejects.toMatchObject({
    name: 'KMSInternalException',
  });
});
