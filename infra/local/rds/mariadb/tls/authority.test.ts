import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { createAuthority } from './authority.ts';

test('a server certificate names exactly its address and is signed by the authority', () => {
  const authority = createAuthority();

  const { key, certificate } = authority.issue('127.4.5.6');

  const ca = new X509Certificate(authority.certificate);
  const server = new X509Certificate(certificate);
  expect(ca.ca).toBe(true);
  expect(server.ca).toBe(false);
  expect(server.subjectAltName).toBe('IP Address:127.4.5.6');
  expect(server.checkIP('127.4.5.6')).toBe('127.4.5.6');
  expect(server.checkIP('127.4.5.7')).toBeUndefined();
  expect(server.checkIssued(ca)).toBe(true);
  expect(server.verify(ca.publicKey)).toBe(true);
  expect(key).toContain('PRIVATE KEY');
});

test('one authority does not vouch for what another signed', () => {
  const { certificate } = createAuthority().issue('127.4.5.6');

  const other = new X509Certificate(createAuthority().certificate);

  expect(new X509Certificate(certificate).verify(other.publicKey)).toBe(false);
});
