import * as kms from '@aws-sdk/client-kms';
import { contractsOf } from './contract.fixture.ts';

const contract = contractsOf<
  kms.ServiceInputTypes,
  kms.ServiceOutputTypes,
  kms.KMSClientResolvedConfig
>('kms', (config) => new kms.KMSClient(config));

const KeyId = 'alias/orders';
const CiphertextBlob = Uint8Array.of(0, 1, 254, 255);
const EncryptionContext = { db: 'a<&>"ü' };

contract(
  kms.CreateKeyCommand,
  { Policy: '{"Statement":[]}', Tags: [{ TagKey: 'k', TagValue: 'v' }], MultiRegion: false },
  { KeyMetadata: { KeyId: 'k', CreationDate: new Date('2026-03-01T10:20:30.456Z') } },
);
contract(
  kms.CreateGrantCommand,
  {
    KeyId,
    GranteePrincipal: 'arn:role',
    Operations: ['Decrypt'],
    Constraints: { EncryptionContextSubset: EncryptionContext },
    DryRun: true,
  },
  { GrantId: 'g', GrantToken: 't' },
);
contract(
  kms.DecryptCommand,
  { KeyId, CiphertextBlob, EncryptionContext },
  { KeyId, Plaintext: CiphertextBlob, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
);
