import { randomBytes as cryptoRandomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Iam } from '../iam/iam.ts';
import type { Kept } from '../kept.ts';
import type { LocalService, ResourceProvider } from '../service.ts';
import { Access } from './access.ts';
import { aliasOperations } from './alias-operations.ts';
import type { Around } from './around.ts';
import { cryptographicOperations } from './cryptographic-operations.ts';
import { grantOperations } from './grant-operations.ts';
import { keptKeys } from './kept-keys.ts';
import { keyOperations } from './key-operations.ts';
import { aliasProvider, keyProvider } from './key-provider.ts';
import { Keys } from './keys.ts';
import { permissionsOf } from './permissions.ts';
import { policyOperations } from './policy-operations.ts';
import { type ServiceKeys, serviceKeys } from './service-keys.ts';
import { tagOperations } from './tag-operations.ts';

export interface KmsOptions {
  readonly clock: Pick<Clock, 'date'>;
  readonly iam: Pick<Iam, 'allows' | 'context'>;
  readonly uuid?: () => string;
  readonly randomBytes?: (size: number) => Buffer;
}

export interface Kms {
  readonly service: LocalService;
  readonly providers: readonly ResourceProvider[];
  readonly kept: Kept;
  /** Keys as a service of AWS uses them, e.g. `rds`. */
  keysOf(service: string): ServiceKeys;
}

/** The keys of every account and region: https://docs.aws.amazon.com/kms/latest/APIReference/ */
export function createKms(options: KmsOptions): Kms {
  const { clock, iam, uuid = randomUUID, randomBytes = cryptoRandomBytes } = options;
  const keys = new Keys({ clock, uuid, randomBytes });
  const access = new Access(keys, iam);
  const around: Around = { keys, access, clock, uuid, randomBytes };
  return {
    service: {
      id: 'kms',
      operations: {
        ...keyOperations(around),
        ...aliasOperations(around),
        ...policyOperations(around),
        ...grantOperations(around),
        ...cryptographicOperations(around),
        ...tagOperations(around),
      },
      permissions: permissionsOf,
    },
    providers: [keyProvider(keys), aliasProvider(keys)],
    kept: keptKeys(keys),
    keysOf: (service) => serviceKeys(service, keys, access),
  };
}
