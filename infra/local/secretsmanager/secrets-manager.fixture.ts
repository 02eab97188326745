import type {
  DeleteSecretResponse,
  DescribeSecretResponse,
  GetRandomPasswordResponse,
  GetResourcePolicyResponse,
  GetSecretValueResponse,
  ListSecretsResponse,
  ListSecretVersionIdsResponse,
} from '@aws-sdk/client-secrets-manager';
import { Clock } from '../clock.ts';
import type { Call, Principal } from '../service.ts';
import { createSecretsManager } from './create-secrets-manager.ts';

type Answer = GetSecretValueResponse &
  DescribeSecretResponse &
  DeleteSecretResponse &
  ListSecretsResponse &
  ListSecretVersionIdsResponse &
  GetRandomPasswordResponse &
  GetResourcePolicyResponse;

export const accountId = '123456789012';
export const region = 'eu-west-1';
export const DAY_MS = 24 * 60 * 60 * 1000;

const operator: Principal = { accountId, arn: `arn:aws:iam::${accountId}:root` };
export const role: Principal = {
  accountId,
  arn: `arn:aws:sts::${accountId}:assumed-role/reader/session`,
  roleArn: `arn:aws:iam::${accountId}:role/reader`,
};

export function startSecretsManager() {
  const clock = new Clock();
  const { service, providers, ...others } = createSecretsManager({ clock });
  const callOf = (operation: string, more: Partial<Call> = {}): Call => ({
    service: 'secretsmanager',
    operation,
    region,
    accountId,
    principal: operator,
    requestId: 'request',
    endpoint: 'http://127.0.0.1:4566',
    ...more,
  });
  return {
    clock,
    callOf,
    ...others,
    /** Rejects with the error that a client would see. */
    async call(operation: string, input: object, more?: Partial<Call>): Promise<Answer> {
      return (await service.operations[operation]?.(
        input as never,
        callOf(operation, more),
      )) as Answer;
    },
    permissions: (operation: string, input: object) =>
      service.permissions(input as never, callOf(operation)),
    operations: Object.keys(service.operations),
    async create(type: string, properties: object, logicalId = 'Secret') {
      const provider = providers.find((one) => one.type === `AWS::SecretsManager::${type}`);
      const asset = () => '';
      const at = { logicalId, stackName: 'stack', region, accountId, asset };
      return await provider?.create(properties, at);
    },
  };
}

/** A token of the length that AWS wants. */
export const token = (name: string) => name.padEnd(32, '-');
