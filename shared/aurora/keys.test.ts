import { KMSClient } from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { NotYet } from '../errors.ts';
import { tryGrant } from './grant-trial.ts';
import { lookAtKey, unprovenReason } from './keys.ts';
import { kmsEndpoint } from './kms-endpoint.fixture.ts';

const arnOf = (id: string) => `arn:aws:kms:eu-west-1:123456789012:key/${id}`;
const arn = arnOf('first');
const ROLE = 'arn:aws:iam::123456789012:role/snapshot-check';

const description = (more: object = {}) => ({
  KeyMetadata: {
    Arn: arn,
    KeyId: 'first',
    KeyManager: 'CUSTOMER',
    KeyState: 'Enabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    ...more,
  },
});

/** Looks at a key of which KMS says this, and of a grant of it that. */
function looking(
  DescribeKey: Parameters<typeof kmsEndpoint>[0][string],
  CreateGrant: object = { error: 'DryRunOperationException' },
) {
  const { config, asked } = kmsEndpoint({ DescribeKey, CreateGrant });
  const look = lookAtKey(new KMSClient(config), tryGrant(ROLE));
  return { asked, look: (keyId = 'alias/orders') => look(keyId, 'kms_key_id') };
}

const described = (more: object = {}) => looking(description(more)).look();
const refused = (error: string) => looking({ error }).look();

test('a key that can encrypt is known by its ARN, whatever it was named by', async () => {
  expect(await described()).toMatchObject({ arn });
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

test('a customer’s key is proven by a dry run of a grant that would give nothing', async () => {
  const { look, asked } = looking(description());

  expect(await look()).toEqual({ arn, of: 'customer', proven: true });

  expect(asked.slice(1)).toEqual([
    {
      operation: 'CreateGrant',
      input: { KeyId: arn, GranteePrincipal: ROLE, Operations: ['DescribeKey'], DryRun: true },
    },
  ]);
});

test('a grant that is denied proves nothing, and why is said', async () => {
  const key = await looking(description(), { error: 'AccessDeniedException' }).look();

  expect(key).toEqual({
    arn,
    of: 'customer',
    proven: false,
    why: expect.stringMatching(/denied to the pipeline itself.*\(so KMS says\)$/),
  });
});

test.each([
  ['ThrottlingException', { name: 'NotYet' }],
  ['DisabledException', { code: 'KEY_DISABLED', message: expect.stringContaining(arn) }],
  ['ValidationException', { name: 'ValidationException' }],
])('a trial that %s ends is no verdict on the key', async (error, meaning) => {
  await expect(looking(description(), { error }).look()).rejects.toMatchObject(meaning);
});

test('a grant that was made although it was only to be tried is no proof', async () => {
  await expect(looking(description(), { GrantId: 'grant' }).look()).rejects.toThrow(/dry run/);
});

test('where nothing is tried, a customer’s key is not proven', async () => {
  const { config, asked } = kmsEndpoint({ DescribeKey: description() });

  const key = await lookAtKey(new KMSClient(config))('first', 'kms_key_id');

  expect(key).toMatchObject({ of: 'customer', proven: false });
  expect(asked.map(({ operation }) => operation)).toEqual(['DescribeKey']);
});

const ofAws = (keyId: string) => {
  const id = keyId.endsWith('alias/aws/rds') ? 'default' : keyId.replace(/^.*[/]/, '');
  return description({ Arn: arnOf(id), KeyManager: 'AWS' });
};

test.each(['alias/aws/rds', 'arn:aws:kms:eu-west-1:123456789012:alias/aws/rds', arnOf('default')])(
  'RDS’s default key needs no trial: %s',
  async (keyId) => {
    const { look, asked } = looking(ofAws);

    expect(await look(keyId)).toEqual({ arn: arnOf('default'), of: 'aws', proven: true });
    expect(asked.map(({ operation }) => operation)).not.toContain('CreateGrant');
  },
);

test.each([
  'alias/aws/ebs',
  'arn:aws:kms:eu-west-1:123456789012:alias/aws/s3',
  arnOf('ebs'),
  'ebs',
])('RDS takes no key that AWS manages for another service: %s', async (keyId) => {
  expect(await looking(ofAws).look(keyId)).toEqual({
    code: 'KEY_DISABLED',
    message: `kms_key_id: key ${keyId} is one that AWS manages for another service; RDS takes alias/aws/rds or a customer’s key`,
  });
});

test('an unproven key is told of with what has it, and why', () => {
  const key = { arn, of: 'customer', proven: false, why: 'so it is' } as const;

  expect(unprovenReason(key, 'snapshot shop-1')).toEqual({
    code: 'KEY_UNPROVEN',
    message: `snapshot shop-1: whether RDS may use key ${arn} is not known: so it is`,
  });
});
