import { invalidParameter } from './errors.ts';

/** A secret's content: a text or bytes. */
export interface SecretValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

const LARGEST_BYTES = 65_536;

/** The value that a request gives, if it gives one. */
export function valueIn({ SecretString, SecretBinary }: SecretValue): SecretValue | undefined {
  if (SecretString === undefined && SecretBinary === undefined) return undefined;
  if (SecretString !== undefined && SecretBinary !== undefined)
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  if (Buffer.byteLength(SecretString ?? SecretBinary ?? '') > LARGEST_BYTES)
    throw invalidParameter(`A secret value may have ${LARGEST_BYTES} bytes at most.`);
  return SecretString === undefined ? { SecretBinary } : { SecretString };
}

export function sameValue(a: SecretValue, b: SecretValue): boolean {
  if (a.SecretBinary && b.SecretBinary) return Buffer.compare(a.SecretBinary, b.SecretBinary) === 0;
  return a.SecretString !== undefined && a.SecretString === b.SecretString;
}
