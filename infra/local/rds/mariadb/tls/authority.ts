import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { extension, signCertificate } from './certificate.ts';
import { bits, objectId, sequence, tagged, yes } from './der.ts';

/** A certificate authority that lives as long as this object: its key is never written anywhere. */
export interface Authority {
  /** PEM. */
  readonly certificate: string;
  /** A new key and a certificate for a server at exactly this IPv4 address; both PEM. */
  issue(address: string): { readonly key: string; readonly certificate: string };
}

export const createAuthority = (name = 'Aurora Restore local CA'): Authority => {
  const keys = newKeys();
  const sign = { issuer: name, issuerPublicKey: keys.publicKey, issuerPrivateKey: keys.privateKey };
  return {
    certificate: signCertificate({
      ...sign,
      subject: name,
      publicKey: keys.publicKey,
      serial: randomBytes(16),
      extensions: [basicConstraints(true), keyUsage(CERT_SIGN)],
    }),
    issue(address) {
      const server = newKeys();
      return {
        key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        certificate: signCertificate({
          ...sign,
          subject: address,
          publicKey: server.publicKey,
          serial: randomBytes(16),
          extensions: [
            basicConstraints(false),
            keyUsage(DIGITAL_SIGNATURE),
            serverAuthentication,
            subjectAddress(address),
          ],
        }),
      };
    },
  };
};

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

const basicConstraints = (authority: boolean) =>
  extension('2.5.29.19', sequence(...(authority ? [yes] : [])), true);

/** A use of the key: its bit, and how many bits behind it do not count. */
const DIGITAL_SIGNATURE = { bit: 0x80, unused: 7 };
const CERT_SIGN = { bit: 0x04, unused: 2 };

const keyUsage = ({ bit, unused }: typeof CERT_SIGN) =>
  extension('2.5.29.15', bits(Buffer.of(bit), unused), true);

const serverAuthentication = extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1')));

const subjectAddress = (address: string) => {
  if (!isIPv4(address)) throw new Error(`not an IPv4 address: ${address}`);
  return extension(
    '2.5.29.17',
    sequence(tagged(0x87, Buffer.from(address.split('.').map(Number)))),
  );
};
