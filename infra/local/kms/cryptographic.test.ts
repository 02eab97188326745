import {
  DecryptCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { allow, startKms } from './kms.fixture.ts';

const Plaintext = Buffer.from('the secret');
const EncryptionContext = { db: 'orders', stage: 'test' };

test('what a key encrypts it decrypts, under the same context and no other', async () => {
  const { mine, createKey } = await startKms();
  const KeyId = await createKey();
  const { CiphertextBlob } = await mine.send(
    new EncryptCommand({ KeyId, Plaintext, EncryptionContext }),
  );
  const decrypt = (context?: Record<string, string>) =>
    mine.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }));

  const opened = await decrypt({ stage: 'test', db: 'orders' });

  expect(opened.KeyId).toBe(KeyId);
  expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext);
  for (const context of [undefined, { db: 'orders' }])
    await expect(decrypt(context)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
});

test('what was encrypted by another key, or tampered with, is not decrypted', async () => {
  const { mine, createKey } = await startKms();
  const KeyId = await createKey();
  const other = await createKey();
  const { CiphertextBlob = new Uint8Array() } = await mine.send(
    new EncryptCommand({ KeyId, Plaintext }),
  );
  const tampered = CiphertextBlob.slice();
  tampered.set([(tampered.at(-1) ?? 0) ^ 1], tampered.length - 1);

  const wrongKey = mine.send(new DecryptCommand({ CiphertextBlob, KeyId: other }));

  await expect(wrongKey).rejects.toMatchObject({ name: 'IncorrectKeyException' });
  for (const blob of [tampered, Buffer.from('nonsense'), Buffer.from('x')])
    await expect(mine.send(new DecryptCommand({ CiphertextBlob: blob }))).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
});

test('a data key comes in the clear and encrypted, or encrypted alone', async () => {
  const { mine, createKey } = await startKms();
  const KeyId = await createKey();

  const made = await mine.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
  const sealed = await mine.send(
    new GenerateDataKeyWithoutPlaintextCommand({ KeyId, NumberOfBytes: 20 }),
  );

  expect(made.Plaintext).toHaveLength(32);
  const { CiphertextBlob } = made;
  expect((await mine.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(
    made.Plaintext,
  );
  expect(sealed).not.toHaveProperty('Plaintext');
  const opened = await mine.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob }));
  expect(opened.Plaintext).toHaveLength(20);
});

test('re-encrypting moves data to another key, for whoever may read and write', async () => {
  const { mine, createKey, role } = await startKms();
  const [from, to] = [await createKey(), await createKey()];
  const { CiphertextBlob } = await mine.send(new EncryptCommand({ KeyId: from, Plaintext }));
  const command = new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: to });
  const half = role('half', [allow('kms:ReEncryptFrom', from)]);

  const moved = await mine.send(command);

  expect([moved.SourceKeyId, moved.KeyId]).toEqual([from, to]);
  await expect(half.client.send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await mine.send(new DisableKeyCommand({ KeyId: from }));
  const opened = await mine.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob }));
  expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext);
});

test('a dry run of each says that it would have succeeded, or that it is denied', async () => {
  const { mine, createKey, role } = await startKms();
  const KeyId = await createKey();
  const { CiphertextBlob } = await mine.send(new EncryptCommand({ KeyId, Plaintext }));
  const { client: poor } = role('poor');
  const runs = [
    (by: typeof mine) => by.send(new EncryptCommand({ KeyId, Plaintext, DryRun: true })),
    (by: typeof mine) => by.send(new DecryptCommand({ CiphertextBlob, DryRun: true })),
    (by: typeof mine) =>
      by.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', DryRun: true })),
    (by: typeof mine) =>
      by.send(
        new GenerateDataKeyWithoutPlaintextCommand({ KeyId, KeySpec: 'AES_256', DryRun: true }),
      ),
    (by: typeof mine) =>
      by.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: KeyId, DryRun: true })),
  ];

  for (const run of runs) {
    await expect(run(mine)).rejects.toMatchObject({ name: 'DryRunOperationException' });
    await expect(run(poor)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  }
});
