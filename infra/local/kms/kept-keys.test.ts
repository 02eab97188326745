import {
  CreateAliasCommand,
  CreateGrantCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { handOver } from '../kept.fixture.ts';
import { ACCOUNT, keyPolicy, place, startKms } from './kms.fixture.ts';

const Plaintext = Buffer.from('a secret');

test('what was encrypted is decrypted by the key that came back, under its alias, policy and grants', async () => {
  const [before, after] = [await startKms(), await startKms()];
  const KeyId = await before.createKey({ Policy: keyPolicy(), Description: 'mine' });
  await before.mine.send(new CreateAliasCommand({ AliasName: 'alias/mine', TargetKeyId: KeyId }));
  await before.mine.send(
    new CreateGrantCommand({
      KeyId,
      GranteePrincipal: `arn:aws:iam::${ACCOUNT}:role/reader`,
      Operations: ['Decrypt'],
      Constraints: { EncryptionContextEquals: { shop: '1' } },
    }),
  );
  const { CiphertextBlob } = await before.mine.send(new EncryptCommand({ KeyId, Plaintext }));
  const told = async ({ mine }: typeof before) => [
    (await mine.send(new DescribeKeyCommand({ KeyId: 'alias/mine' }))).KeyMetadata,
    (await mine.send(new GetKeyPolicyCommand({ KeyId }))).Policy,
    (await mine.send(new ListGrantsCommand({ KeyId }))).Grants,
  ];

  await handOver(before.kms.kept, after.kms.kept);
  const decrypted = await after.mine.send(new DecryptCommand({ CiphertextBlob }));

  expect(Buffer.from(decrypted.Plaintext ?? '')).toEqual(Plaintext);
  expect(await told(after)).toEqual(await told(before));
});

test('a key that a template declares is the same each time, and as enabled as it was', async () => {
  const [before, after] = [await startKms(), await startKms()];
  const [made, again] = await Promise.all(
    [before, after].map(({ kms }) =>
      kms.providers.find(({ type }) => type === 'AWS::KMS::Key')?.create({}, place),
    ),
  );
  const KeyId = made?.ref;
  const { CiphertextBlob } = await before.mine.send(new EncryptCommand({ KeyId, Plaintext }));
  await before.mine.send(new DisableKeyCommand({ KeyId }));

  await handOver(before.kms.kept, after.kms.kept);

  expect(again).toEqual(made);
  await expect(after.mine.send(new DecryptCommand({ CiphertextBlob }))).rejects.toThrow('disabled');
  await after.mine.send(new EnableKeyCommand({ KeyId }));
  const decrypted = await after.mine.send(new DecryptCommand({ CiphertextBlob }));
  expect(Buffer.from(decrypted.Plaintext ?? '')).toEqual(Plaintext);
});

test('a service’s own key is the same each time', async () => {
  const [before, after] = [await startKms(), await startKms()];

  expect(after.kms.keysOf('rds').own(place)).toBe(before.kms.keysOf('rds').own(place));
  expect(before.kms.keysOf('rds').own({ ...place, region: 'eu-west-2' })).not.toBe(
    before.kms.keysOf('rds').own(place),
  );
});
