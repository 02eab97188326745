import { createCipheriv, createDecipheriv } from 'node:crypto';
import { ServiceError } from '../service.ts';
import type { Key } from './key.ts';

export type EncryptionContext = Readonly<Record<string, string>>;

const ALGORITHM = 'aes-256-gcm';
const LENGTH_BYTES = 2;
export const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What was encrypted, with the key that did it in front: `Decrypt` needs not be told. */
export function encrypt(
  key: Key,
  plaintext: Uint8Array,
  context: EncryptionContext,
  iv: Buffer,
): Buffer {
  const cipher = createCipheriv(ALGORITHM, key.material, iv).setAAD(authenticated(context));
  const data = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(key.arn.length);
  return Buffer.concat([length, Buffer.from(key.arn), iv, cipher.getAuthTag(), data]);
}

/** The ARN of the key that encrypted it. */
export function keyOf(ciphertext: Uint8Array): string {
  const blob = Buffer.from(ciphertext);
  if (blob.length < LENGTH_BYTES) throw invalidCiphertext();
  const arn = blob.subarray(LENGTH_BYTES, LENGTH_BYTES + blob.readUInt16BE()).toString();
  if (!arn.startsWith('arn:aws:kms:')) throw invalidCiphertext();
  return arn;
}

export function decrypt(key: Key, ciphertext: Uint8Array, context: EncryptionContext): Buffer {
  const sealed = Buffer.from(ciphertext).subarray(LENGTH_BYTES + key.arn.length);
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(ALGORITHM, key.material, iv)
      .setAAD(authenticated(context))
      .setAuthTag(tag);
    return Buffer.concat([
      decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    throw invalidCiphertext();
  }
}

/** In any order: a context is a set of pairs. */
const authenticated = (context: EncryptionContext): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

const invalidCiphertext = () =>
  new ServiceError('InvalidCiphertextException', 'The ciphertext is not valid.');
