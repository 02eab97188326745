import type {
  DecryptRequest,
  EncryptRequest,
  GenerateDataKeyRequest,
  GenerateDataKeyWithoutPlaintextRequest,
  ReEncryptRequest,
} from '@aws-sdk/client-kms';
import { type Call, ServiceError } from '../service.ts';
import type { Around } from './around.ts';
import { decrypt, type EncryptionContext, encrypt, IV_BYTES, keyOf } from './ciphertext.ts';
import { invalid, unsupported, wouldSucceed } from './errors.ts';
import type { Key } from './key.ts';
import { requireEnabled } from './state.ts';

export const cryptographicOperations = ({ access, randomBytes }: Around) => {
  const usable = (
    keyId: string | undefined,
    call: Call,
    action: string,
    encryptionContext: EncryptionContext | undefined,
  ): Key => requireEnabled(access.key(keyId, call, { action, encryptionContext }));
  const seal = (key: Key, plaintext: Uint8Array, context: EncryptionContext = {}) =>
    encrypt(key, plaintext, context, randomBytes(IV_BYTES));

  const dataKey = (input: GenerateDataKeyRequest, call: Call) => {
    const { KeyId, EncryptionContext: context } = input;
    const key = usable(KeyId, call, call.operation, context);
    const size = sizeOf(input);
    if (input.DryRun) throw wouldSucceed();
    const Plaintext = randomBytes(size);
    return { Plaintext, CiphertextBlob: seal(key, Plaintext, context), KeyId: key.arn };
  };

  return {
    GenerateDataKey(input: GenerateDataKeyRequest, call: Call) {
      if (input.Recipient) throw unsupported('Recipient');
      return dataKey(input, call);
    },

    GenerateDataKeyWithoutPlaintext(input: GenerateDataKeyWithoutPlaintextRequest, call: Call) {
      const { CiphertextBlob, KeyId } = dataKey(input, call);
      return { CiphertextBlob, KeyId };
    },

    Encrypt(input: EncryptRequest, call: Call) {
      const { KeyId, EncryptionContext: context, Plaintext = new Uint8Array() } = input;
      checkAlgorithm(input.EncryptionAlgorithm);
      const key = usable(KeyId, call, 'Encrypt', context);
      if (Plaintext.length < 1 || Plaintext.length > MOST_BYTES)
        throw invalid(`Plaintext must have between 1 and ${MOST_BYTES} bytes`);
      if (input.DryRun) throw wouldSucceed();
      const CiphertextBlob = seal(key, Plaintext, context);
      return { CiphertextBlob, KeyId: key.arn, EncryptionAlgorithm: ALGORITHM };
    },

    Decrypt(input: DecryptRequest, call: Call) {
      const { KeyId, CiphertextBlob = new Uint8Array(), EncryptionContext: context } = input;
      if (input.Recipient) throw unsupported('Recipient');
      checkAlgorithm(input.EncryptionAlgorithm);
      const key = usable(keyOf(CiphertextBlob), call, 'Decrypt', context);
      if (KeyId) requireSame(key, usable(KeyId, call, 'Decrypt', context));
      const Plaintext = decrypt(key, CiphertextBlob, context ?? {});
      if (input.DryRun) throw wouldSucceed();
      return { Plaintext, KeyId: key.arn, EncryptionAlgorithm: ALGORITHM };
    },

    ReEncrypt(input: ReEncryptRequest, call: Call) {
      const { CiphertextBlob = new Uint8Array(), SourceKeyId, DestinationKeyId } = input;
      const { SourceEncryptionContext: before, DestinationEncryptionContext: after } = input;
      checkAlgorithm(input.SourceEncryptionAlgorithm);
      checkAlgorithm(input.DestinationEncryptionAlgorithm);
      const from = usable(keyOf(CiphertextBlob), call, 'ReEncryptFrom', before);
      if (SourceKeyId) requireSame(from, usable(SourceKeyId, call, 'ReEncryptFrom', before));
      const to = usable(DestinationKeyId, call, 'ReEncryptTo', after);
      const plaintext = decrypt(from, CiphertextBlob, before ?? {});
      if (input.DryRun) throw wouldSucceed();
      return {
        CiphertextBlob: seal(to, plaintext, after),
        SourceKeyId: from.arn,
        KeyId: to.arn,
        SourceEncryptionAlgorithm: ALGORITHM,
        DestinationEncryptionAlgorithm: ALGORITHM,
      };
    },
  };
};

const ALGORITHM = 'SYMMETRIC_DEFAULT';
const MOST_BYTES = 4096;
const MOST_DATA_KEY_BYTES = 1024;

function checkAlgorithm(asked: string | undefined): void {
  if (asked !== undefined && asked !== ALGORITHM)
    throw new ServiceError(
      'InvalidKeyUsageException',
      `A symmetric key has no algorithm ${asked}.`,
    );
}

function sizeOf({ KeySpec, NumberOfBytes }: GenerateDataKeyRequest): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined))
    throw invalid('Please specify either number of bytes or key spec.');
  const size = NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32);
  if (size < 1 || size > MOST_DATA_KEY_BYTES)
    throw invalid(`NumberOfBytes must be between 1 and ${MOST_DATA_KEY_BYTES}`);
  return size;
}

function requireSame(encryptedUnder: Key, named: Key): void {
  if (encryptedUnder !== named)
    throw new ServiceError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
}
