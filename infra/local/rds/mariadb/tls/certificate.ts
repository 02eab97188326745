import { createHash, type KeyObject, sign } from 'node:crypto';
import {
  bits,
  type Der,
  integer,
  objectId,
  octets,
  sequence,
  set,
  tagged,
  text,
  utcTime,
  yes,
} from './der.ts';

export interface CertificateRequest {
  /** Common names. */
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly issuerPublicKey: KeyObject;
  readonly issuerPrivateKey: KeyObject;
  /** 16 random bytes. */
  readonly serial: Der;
  readonly extensions: readonly Der[];
}

/** A certificate (RFC 5280) signed with ECDSA and SHA-256, as PEM. */
export const signCertificate = (request: CertificateRequest): string => {
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    // A leading 1 keeps the number positive and its length the same.
    integer(Buffer.concat([Buffer.of(1), request.serial])),
    ecdsaWithSha256,
    commonName(request.issuer),
    // The key lives in memory for one run, so the dates say nothing; no clock, no expiry to meet.
    sequence(utcTime('000101000000Z'), utcTime('491231235959Z')),
    commonName(request.subject),
    request.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      0xa3,
      sequence(
        extension('2.5.29.14', octets(keyId(request.publicKey))),
        extension('2.5.29.35', sequence(tagged(0x80, keyId(request.issuerPublicKey)))),
        ...request.extensions,
      ),
    ),
  );
  const signature = sign('sha256', toBeSigned, request.issuerPrivateKey);
  return pem(sequence(toBeSigned, ecdsaWithSha256, bits(signature)));
};

export const extension = (id: string, value: Der, critical = false): Der =>
  sequence(objectId(id), ...(critical ? [yes] : []), octets(value));

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));

const commonName = (name: string): Der => sequence(set(sequence(objectId('2.5.4.3'), text(name))));

const keyId = (key: KeyObject): Der =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();

const pem = (der: Der): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};
