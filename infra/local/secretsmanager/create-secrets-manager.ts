import { randomBytes as cryptoRandomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Iam } from '../iam/iam.ts';
import type { Kept } from '../kept.ts';
import type { Call, LocalService, ResourceProvider } from '../service.ts';
import type { Around } from './around.ts';
import { deletionOperations } from './deletion-operations.ts';
import { keptSecrets } from './kept-secrets.ts';
import { listOperations } from './list-secrets.ts';
import { type AboutSecret, permissionsOf } from './permissions.ts';
import { policyOperations } from './policy-operations.ts';
import { chooser } from './random.ts';
import { withResourcePolicies } from './resource-policy.ts';
import { secretOperations } from './secret-operations.ts';
import { resourcePolicyProvider, secretProvider } from './secret-provider.ts';
import { type Place, Secrets } from './secrets.ts';
import { type ServiceSecrets, serviceSecrets } from './service-secrets.ts';
import { stateSecrets } from './stated-secrets.ts';
import { textOf, valueOperations, type WhichVersion } from './value-operations.ts';

export interface SecretsManagerOptions {
  readonly clock: Pick<Clock, 'date'>;
  readonly uuid?: () => string;
  readonly randomBytes?: (size: number) => Buffer;
}

export interface SecretsManager {
  readonly service: LocalService;
  readonly providers: readonly ResourceProvider[];
  readonly kept: Kept;
  /** The text of a version, the current one unless told otherwise. */
  text(id: string, which: WhichVersion, place: Place): string;
  /** Makes secrets of these texts, by their names. */
  state(texts: Readonly<Record<string, string>>, place: Place): void;
  /** Secrets as a service of AWS keeps them, e.g. `rds`. */
  secretsOf(service: string, iam: Pick<Iam, 'allows'>): ServiceSecrets;
}

/** The secrets of every account and region: https://docs.aws.amazon.com/secretsmanager/latest/apireference/ */
export function createSecretsManager(options: SecretsManagerOptions): SecretsManager {
  const { clock, uuid = randomUUID, randomBytes = cryptoRandomBytes } = options;
  const choose = chooser(randomBytes);
  const secrets = new Secrets(clock, choose);
  const around: Around = { secrets, clock, uuid, choose };
  const permissions = (input: AboutSecret, call: Call) => permissionsOf(input, call, secrets);
  return {
    service: {
      id: 'secretsmanager',
      operations: withResourcePolicies(
        {
          ...secretOperations(around),
          ...deletionOperations(around),
          ...valueOperations(around),
          ...listOperations(secrets),
          ...policyOperations(secrets),
        },
        permissions,
        (arn, call) => secrets.find(arn, call)?.policy,
      ),
      permissions,
    },
    providers: [secretProvider(around), resourcePolicyProvider(around)],
    kept: keptSecrets(secrets),
    text: (id, which, place) => textOf(secrets.get(id, place), which),
    state: (texts, place) => stateSecrets(texts, place, around),
    secretsOf: (service, iam) => serviceSecrets(service, around, iam),
  };
}
