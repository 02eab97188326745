import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { Clock } from '../clock.ts';
import { noFaults } from '../faults.ts';
import { startGateway } from '../gateway/gateway.ts';
import { Iam } from '../iam/iam.ts';
import { parsePolicy } from '../iam/policy.ts';
import type { LocalService } from '../service.ts';
import { createSts } from './create-sts.ts';

export const SOURCE = '111122223333';
export const HERE = '444455556666';

const LAMBDA = { Principal: { Service: 'lambda.amazonaws.com' } };

export const roleArn = (name: string, accountId = SOURCE) =>
  `arn:aws:iam::${accountId}:role/${name}`;

/** A local STS behind a gateway, with what else is given; its clients, and the roles they assume. */
export async function startSts(beside: readonly LocalService[] = []) {
  const clock = new Clock();
  const iam = new Iam({ clock });
  const services = [createSts({ clock, iam }), ...beside];
  const options = { services, iam, clock, faults: noFaults, port: 0, log: () => {} };
  const gateway = await startGateway(options);
  onTestFinished(() => gateway.close());

  const configOf = (credentials: { accessKeyId: string; sessionToken?: string }) => ({
    endpoint: gateway.endpoint,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { secretAccessKey: 'secret', ...credentials },
  });
  const operator = (accountId: string) => new STSClient(configOf({ accessKeyId: accountId }));

  return {
    clock,
    iam,
    operator,
    /** A role that these statements trust, and that may do what those statements allow. */
    role(
      name: string,
      { trust = [LAMBDA], allow = [], accountId = SOURCE, maxSessionSeconds }: NewRole = {},
    ) {
      const arn = roleArn(name, accountId);
      const assume = { Effect: 'Allow', Action: 'sts:AssumeRole' };
      const Statement = trust.map((statement) => ({ ...assume, ...statement }));
      const trusting = parsePolicy({ Version: '2012-10-17', Statement }, 'trust');
      iam.createRole({ name, arn, trust: trusting, maxSessionSeconds });
      for (const one of allow)
        iam.attach(parsePolicy({ Statement: { Effect: 'Allow', ...one } }, 'p'), name, accountId);
      return new STSClient(configOf(iam.issue({ roleArn: arn, sessionName: 'one' })));
    },
    clientConfig: ({ AccessKeyId = '', SessionToken = '' }: Partial<Credentials>) =>
      configOf({ accessKeyId: AccessKeyId, sessionToken: SessionToken }),
  };
}

interface NewRole {
  readonly trust?: readonly object[];
  readonly allow?: readonly object[];
  readonly accountId?: string;
  readonly maxSessionSeconds?: number;
}

/** Assumes the role `source`. */
export const assume = async (by: STSClient, changed: Partial<AssumeRoleCommandInput> = {}) =>
  await by.send(
    new AssumeRoleCommand({ RoleArn: roleArn('source'), RoleSessionName: 'copy', ...changed }),
  );

export const whoIs = async (client: STSClient) =>
  await client.send(new GetCallerIdentityCommand({}));
